// The number that, written after the salt, gives the hash asked for (the altcha format). SHA-256
// is written out here: the browser's own is missing on a page without https, and slower for this.

const K = new Uint32Array(64);
const FIRST = new Uint32Array(8);

// The constants of the standard: the first bits of the roots of the first prime numbers.
(function fill() {
  const isPrime = (n) => {
    for (let by = 2; by * by <= n; by += 1) if (n % by === 0) return false;
    return true;
  };
  const bits = (x) => ((x - Math.floor(x)) * 0x100000000) >>> 0;
  for (let n = 2, at = 0; at < 64; n += 1) {
    if (!isPrime(n)) continue;
    if (at < 8) FIRST[at] = bits(Math.sqrt(n));
    K[at] = bits(Math.cbrt(n));
    at += 1;
  }
})();

const turn = (x, by) => (x >>> by) | (x << (32 - by));
const words = new Uint32Array(64);

function block(state, bytes, from) {
  for (let at = 0; at < 16; at += 1) {
    const here = from + at * 4;
    words[at] = (bytes[here] << 24) | (bytes[here + 1] << 16) | (bytes[here + 2] << 8) | bytes[here + 3];
  }
  for (let at = 16; at < 64; at += 1) {
    const two = words[at - 2];
    const old = words[at - 15];
    const s1 = turn(two, 17) ^ turn(two, 19) ^ (two >>> 10);
    const s0 = turn(old, 7) ^ turn(old, 18) ^ (old >>> 3);
    words[at] = words[at - 16] + s0 + words[at - 7] + s1;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let at = 0; at < 64; at += 1) {
    const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const one = (h + s1 + ((e & f) ^ (~e & g)) + K[at] + words[at]) | 0;
    const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const two = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + one) | 0;
    d = c; c = b; b = a; a = (one + two) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((value, at) => { state[at] += value; });
}

// The texts hashed here are of plain letters and digits.
function sha256(text) {
  const length = text.length;
  const bytes = new Uint8Array(((length + 8) >> 6) * 64 + 64);
  for (let at = 0; at < length; at += 1) bytes[at] = text.charCodeAt(at);
  bytes[length] = 0x80;
  new DataView(bytes.buffer).setUint32(bytes.length - 4, length * 8);
  const state = new Uint32Array(FIRST);
  for (let from = 0; from < bytes.length; from += 64) block(state, bytes, from);
  return Array.from(state, (word) => word.toString(16).padStart(8, "0")).join("");
}

self.onmessage = ({ data }) => {
  const { algorithm, challenge, maxNumber, salt, signature } = JSON.parse(data);
  for (let number = 0; number <= maxNumber; number += 1) {
    if (sha256(salt + number) !== challenge) continue;
    self.postMessage(btoa(JSON.stringify({ algorithm, challenge, number, salt, signature })));
    return;
  }
};
