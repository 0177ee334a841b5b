"""HPKE of the library opens what the standards publish, with the key exchange that we use."""

import hashlib

from cryptography.hazmat.bindings._rust import openssl
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from meldcode.vault.keys import Keyring
from meldcode.vault.sealing import Secret

# draft-ietf-hpke-pq-05, A.5: MLKEM768-X25519, HKDF-SHA256, ChaCha20-Poly1305, message 0. Our own
# suite differs in the last, AES-256-GCM, which has its published vector in `test_sealing`.
SEED = "b6bfa0299b955e85224df2e468f29eeab377ff3b96d4462b39447a22d32b91be"
PUBLIC_END = """
e91dd050f85d68c32e227e5be68d3de029608179f6f83b95e5deb6263fc01c80
641763ebe08e7add5686b0ed1d1e7053982aa616130939d0a09462df7dc74d05
"""
ENCAPSULATED = """
ab354dd589f74ee0eab7718a630cbec5df1d09058e177cd6dd141d883450ddd70
c050d88bed3d07cce23415cab411108cc30906482a71adcb134a56e978a6152a8
e063b24acd1534f264f10458152a9ed4f1f32b3d480c4f2453b7fdea7720146b3
ee92cf8a13a4840076f68c911c65fa3db5053fb0aabf79e64cd5e7aa71b2b9641
e713ec7df552e17d5020f8721ee449b42c888e2a3f87cfd96e3a98c3e7c4cd8f6
47f899570f596bf17d2b6fa2cad19706d9cc3cf09493e1c7ffa0eb2a4559ae1d9
40fdbef97bed383e6ccfdb448d9f1a81805166b32c2af2e16878c6dc46ab43323
ed9c136b925239782e3c329c31a5cf2a80faf025a80766e244605c27afe4b624d
9d8ca99b6ef5439ed1ad044b518c434385acd49f1369ded6624a2832a571ccdd7
0d08b3c04cb1cd3136166f9a485f536f69ec66f0293e840025ccaac42f8e5f7c9
cb818076c272797047f5e50c1e9f1dab81cfb48fe4c4998b2427f009702b145f3
4ad8dbc3e7ad4e4023057ba31cd02c4c0545ebf71eb02533e8eaa2b2f2690ee14
07bf1f66dc5f4d836c45b82f10b720df72d237488a9af1b6dfb4741fd613379c2
e211e77f7fae6b3734ad81de2d452005334857c4a3cbc82afc7428fe510495969
b296d24e1a7431f557d48578cf92ae86c0392f0ba73755a9e5465c8e3495e4cd2
a82d463244341e39414e26c9b242f31d2cf0e46b2aeb11dd5e56ec44834350d15
1344229e410faff2b2ace5c9b3fa12571db1d28da2c7133492781dac41b7a7e2b
ac2260fd12f56939033587824c9dfb17d41b3bceea53763193abe0c7c184d5de1
61ef5312f31fab42478c9a193b868e4d29b2b7624f3ebe740f393d03d843cd532
7286a579fd2a6e37aca5b64f9316115d612c7781e704ea7d182701c5019975cad
14fbf4ab3904d4a35acaf0be32d716a1ef5d7188fc418ae9e60744325a3e80016
55b756df94c24031c3ce32bd90c0ecdac52ca140fdad7f44d04bd0a7e2a726c54
cf9793f8784a23296f65da3fd1cbc18300d503c5b27be99b9b0e32d20b3614dc8
a999f30c2779dd7886cfd486dc1c93ebcf517b5210a4359d9fa1805381f0f2261
ff47de01de555d98bc1a30dda557a83007b61636abaf9041f96890f0f565eefc4
5859fbcd32d91b203215541227a4fcc3d95be2ddb0702878caa20f2da62c4ff9f
e33af591ba1ec241fbe2208e0480f8b1cca1679c096f8f5a02a33e9df445b3274
ac112b43d51510135cd3f532a3379e90bb7f0cb43717e90555bb1a80924cc6957
7455687cceb9b1610c05839541e87ad83d79ef3ff24ace1934cfbe989691959d9
3ac48c716b672b370dd4c144ca1e32508707a6ef8aa29b55759b3d054c56bee1b
aa6f41b84b9fc3fd681a1a1528eac578141529836a29dda1501a49ba245536725
6d2fe6f74ebb74ef9a49a94a4c6cd1dd09810f0e9bffa69dd8c94d226d0b2977b
11a35382888961004a44c60fd602e9ff4271287e9240ba96146515b9db9da6037
5aeeafeac1eeb764faebacd197df27817c35fe4c5c802e43349d7bc95c8b40c00
1449d3251c1d92ff6d5c3b08c4b27c
"""
CIPHERTEXT = """
a4ab74475a498ed725f685421f67c09a4783fe76f67bd251e1e73db8eb1452dfad
4df3c6453f7edecc7bb055dde561e2efd54d73a3d4f1f2f02eac90ba1e9b84ded6
6d43aee6393524db
"""
# The draft takes these two as the ASCII of their hexadecimal digits.
PLAINTEXT = b"Beauty is truth, truth beauty".hex().encode()
INFO = b"Ode on a Grecian Urn".hex().encode()


def joined(lines: str) -> bytes:
    return bytes.fromhex("".join(lines.split()))


def expanded_seed() -> bytes:
    """ML-KEM's seed (64 bytes) and X25519's key (32): the draft expands both from one."""
    return hashlib.shake_256(bytes.fromhex(SEED)).digest(64 + 32)


def test_our_key_exchange_opens_the_published_box() -> None:
    seed = expanded_seed()
    opened = openssl.hpke._decrypt_with_aad(
        hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305),
        joined(ENCAPSULATED) + joined(CIPHERTEXT),
        hpke.MLKEM768X25519PrivateKey(
            MLKEM768PrivateKey.from_seed_bytes(seed[:64]),
            X25519PrivateKey.from_private_bytes(seed[64:]),
        ),
        info=INFO,
        aad=b"Count-0",
    )
    assert opened == PLAINTEXT


def test_a_keyring_with_the_published_seed_has_the_published_public_key() -> None:
    keyring = Keyring.from_secret(Secret(b"\x01" + expanded_seed() + bytes(64)))
    assert keyring.public.sealing.endswith(joined(PUBLIC_END))


def test_hpke_opens_the_published_box_of_the_standard_itself() -> None:
    # RFC 9180, A.1.1. It has associated data, which only the library's inner function takes.
    opened = openssl.hpke._decrypt_with_aad(
        hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_128_GCM),
        bytes.fromhex(
            "37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431"
            "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a9"
            "6d8770ac83d07bea87e13c512a"
        ),
        X25519PrivateKey.from_private_bytes(
            bytes.fromhex("4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8")
        ),
        info=b"Ode on a Grecian Urn",
        aad=b"Count-0",
    )
    assert opened == b"Beauty is truth, truth beauty"
