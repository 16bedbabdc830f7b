"""The client's side of Cognito's USER_SRP_AUTH, as the Amplify libraries do it (RFC 5054 with Cognito's own
key derivation)."""

import base64
import datetime
import hashlib
import hmac
import secrets

GENERATOR = 2
PRIME = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
    "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F"
    "83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B"
    "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510"
    "15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7"
    "ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C"
    "BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF",
    16,
)


def sign_in(cognito, pool, client, username, password):
    """The tokens of a user: {AccessToken, IdToken, RefreshToken}."""
    pool_name = pool.split("_", 1)[1]
    secret = int.from_bytes(secrets.token_bytes(32), "big")
    ours = pow(GENERATOR, secret, PRIME)
    start = cognito.initiate_auth(
        ClientId=client,
        AuthFlow="USER_SRP_AUTH",
        AuthParameters={"USERNAME": username, "SRP_A": f"{ours:x}"},
    )
    given = start["ChallengeParameters"]
    user, salt, theirs = given["USER_ID_FOR_SRP"], int(given["SALT"], 16), int(given["SRP_B"], 16)

    identity = hashlib.sha256(f"{pool_name}{user}:{password}".encode()).digest()
    u, x = _number(_bytes(ours) + _bytes(theirs)), _number(_bytes(salt) + identity)
    multiplier = _number(_bytes(PRIME) + _bytes(GENERATOR))
    shared = pow((theirs - multiplier * pow(GENERATOR, x, PRIME)) % PRIME, secret + u * x, PRIME)
    derived = hmac.digest(_bytes(u), _bytes(shared), "sha256")
    key = hmac.digest(derived, b"Caldera Derived Key\x01", "sha256")[:16]

    now = datetime.datetime.now(datetime.timezone.utc)
    stamp = f"{now:%a %b} {now.day} {now:%H:%M:%S UTC %Y}"
    signed = pool_name.encode() + user.encode() + base64.b64decode(given["SECRET_BLOCK"]) + stamp.encode()
    answer = cognito.respond_to_auth_challenge(
        ClientId=client,
        ChallengeName="PASSWORD_VERIFIER",
        ChallengeResponses={
            "USERNAME": user,
            "PASSWORD_CLAIM_SECRET_BLOCK": given["SECRET_BLOCK"],
            "PASSWORD_CLAIM_SIGNATURE": base64.b64encode(hmac.digest(key, signed, "sha256")).decode(),
            "TIMESTAMP": stamp,
        },
    )
    return answer["AuthenticationResult"]


def _bytes(number):
    """Big-endian two's complement, as Java's BigInteger writes it."""
    text = f"{number:x}"
    raw = bytes.fromhex("0" + text if len(text) % 2 else text)
    return b"\0" + raw if raw[0] & 0x80 else raw


def _number(data):
    return int(hashlib.sha256(data).hexdigest(), 16)
