"""A key that somebody holds: it answers a page as a browser does, with its PIN or by a touch."""

import json
import os

from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

SITE = "testserver"
FLAG = AuthenticatorData.FLAG


class Key:
    """A key registered for an account."""

    def __init__(self, user):
        self.user = user
        self.number = os.urandom(16)
        self.private = ec.generate_private_key(ec.SECP256R1())
        Authenticator.objects.create(
            user=user,
            type=Authenticator.Type.WEBAUTHN,
            data={"name": "clé", "credential": self._registration()},
        )

    def _registration(self):
        public = ES256.from_cryptography_key(self.private.public_key())
        held = AttestedCredentialData.create(Aaguid.NONE, self.number, public)
        said = AuthenticatorData.create(sha256(SITE.encode()), FLAG.UP | FLAG.AT, 0, held)
        return self._told(
            "webauthn.create",
            websafe_encode(os.urandom(32)),
            {"attestationObject": websafe_encode(AttestationObject.create("none", said, {}))},
        )

    def answer(self, client, *, pin):
        """What the key says of the challenge that this browser was given."""
        challenge = client.session["mfa.webauthn.state"]["challenge"]
        flags = FLAG.UP | FLAG.UV if pin else FLAG.UP
        said = AuthenticatorData.create(sha256(SITE.encode()), flags, 1)
        asked = self._asked("webauthn.get", challenge)
        signature = self.private.sign(said + asked.hash, ec.ECDSA(hashes.SHA256()))
        told = {
            "authenticatorData": websafe_encode(said),
            "signature": websafe_encode(signature),
            "userHandle": websafe_encode(user_pk_to_url_str(self.user).encode()),
        }
        return {"credential": json.dumps(self._told("webauthn.get", challenge, told))}

    def _told(self, ceremony, challenge, response):
        asked = {"clientDataJSON": websafe_encode(self._asked(ceremony, challenge))}
        number = websafe_encode(self.number)
        return {
            "id": number,
            "rawId": number,
            "type": "public-key",
            "response": {**asked, **response},
            "clientExtensionResults": {},
        }

    def _asked(self, ceremony, challenge):
        return CollectedClientData.create(ceremony, challenge, f"https://{SITE}")
