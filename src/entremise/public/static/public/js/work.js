// While somebody writes, a worker does the small sum that a crowd of robots cannot afford. It is
// never waited for: what is not done when she sends is not asked of her.

export function work() {
  const place = document.querySelector("[data-proof]");
  if (!place || place.value || typeof Worker === "undefined") return;
  const worker = new Worker(place.dataset.worker);
  worker.onmessage = ({ data }) => {
    place.value = data;
    worker.terminate();
  };
  worker.onerror = () => worker.terminate();
  worker.postMessage(place.dataset.proof);
}
