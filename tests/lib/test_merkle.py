"""The tree against RFC 9162, the Certificate Transparency vectors and an independent library."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree, verify_consistency

from selaras.lib import merkle

# The eight leaves and roots that the Certificate Transparency projects have published since 2012.
CT_LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
CT_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
CT_PATH_OF_FIRST = [
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
]
CT_CONSISTENCY = {
    (1, 8): CT_PATH_OF_FIRST,
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
sizes = st.integers(min_value=1, max_value=70)


def tree(size: int) -> list[bytes]:
    return [merkle.leaf_hash(str(number).encode()) for number in range(size)]


def flip(value: bytes, bit: int) -> bytes:
    position = bit % (len(value) * 8)
    changed = bytearray(value)
    changed[position // 8] ^= 1 << position % 8
    return bytes(changed)


@pytest.mark.parametrize("size", range(9))
def test_root_matches_the_published_vectors(size):
    leaves = [merkle.leaf_hash(data) for data in CT_LEAVES[:size]]
    assert merkle.root(leaves).hex() == CT_ROOTS[size]


def test_inclusion_proof_matches_the_published_vector():
    leaves = [merkle.leaf_hash(data) for data in CT_LEAVES]
    assert [node.hex() for node in merkle.inclusion_proof(leaves, 0)] == CT_PATH_OF_FIRST


@pytest.mark.parametrize("pair", CT_CONSISTENCY)
def test_consistency_proof_matches_the_published_vectors(pair):
    leaves = [merkle.leaf_hash(data) for data in CT_LEAVES[: pair[1]]]
    proof = [node.hex() for node in merkle.consistency_proof(leaves, pair[0])]
    assert proof == CT_CONSISTENCY[pair]


@given(st.lists(st.binary(max_size=40), max_size=80))
def test_root_equals_pymerkle(entries):
    oracle = InmemoryTree(algorithm="sha256")
    oracle.append_entries(entries)
    assert merkle.root([merkle.leaf_hash(entry) for entry in entries]) == oracle.get_root()


@given(sizes, st.data())
def test_pymerkle_agrees_on_proofs(size, data):
    oracle = InmemoryTree(algorithm="sha256")
    oracle.append_entries([str(number).encode() for number in range(size)])
    leaves = tree(size)
    index = data.draw(st.integers(0, size - 1))
    path = oracle.prove_inclusion(index + 1).path
    assert merkle.inclusion_proof(leaves, index) == list(path[1:])  # path[0] is the leaf
    first = data.draw(st.integers(1, size))
    old, new = merkle.root(leaves[:first]), merkle.root(leaves)
    # Its consistency path is cut differently, so it judges our two roots: it raises.
    verify_consistency(old, new, oracle.prove_consistency(first))


def subproof(first: int, leaves: list[bytes], whole: bool) -> list[bytes]:
    """SUBPROOF of RFC 9162 §2.1.4.1, word for word."""
    if first == len(leaves):
        return [] if whole else [merkle.root(leaves)]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    if first <= split:
        return [*subproof(first, leaves[:split], whole), merkle.root(leaves[split:])]
    return [*subproof(first - split, leaves[split:], False), merkle.root(leaves[:split])]


@given(sizes, st.data())
def test_consistency_proof_is_that_of_the_rfc(size, data):
    first = data.draw(st.integers(1, size))
    assert merkle.consistency_proof(tree(size), first) == subproof(first, tree(size), True)


@given(sizes, st.data())
def test_every_inclusion_proof_verifies_and_no_changed_one_does(size, data):
    leaves = tree(size)
    index = data.draw(st.integers(0, size - 1))
    bit = data.draw(st.integers(0, 10_000))
    proof, root = merkle.inclusion_proof(leaves, index), merkle.root(leaves)
    assert merkle.verify_inclusion(leaves[index], index, size, proof, root)
    assert not merkle.verify_inclusion(flip(leaves[index], bit), index, size, proof, root)
    assert not merkle.verify_inclusion(leaves[index], index, size, proof, flip(root, bit))
    assert not merkle.verify_inclusion(leaves[index], index, size, [*proof, root], root)
    assert not merkle.verify_inclusion(leaves[index], size, size, proof, root)
    for at, node in enumerate(proof):
        changed = [*proof[:at], flip(node, bit), *proof[at + 1 :]]
        assert not merkle.verify_inclusion(leaves[index], index, size, changed, root)
    if proof:
        assert not merkle.verify_inclusion(leaves[index], index, size, proof[:-1], root)


@given(sizes, st.data())
def test_every_consistency_proof_verifies_and_no_changed_one_does(size, data):
    leaves = tree(size)
    first = data.draw(st.integers(0, size))
    bit = data.draw(st.integers(0, 10_000))
    old, new = merkle.root(leaves[:first]), merkle.root(leaves)
    proof = merkle.consistency_proof(leaves, first)
    assert merkle.verify_consistency(first, size, old, new, proof)
    assert not merkle.verify_consistency(first, size, flip(old, bit), new, proof)
    if first:
        assert not merkle.verify_consistency(first, size, old, flip(new, bit), proof)
    assert not merkle.verify_consistency(first, size, old, new, [*proof, new])
    for at, node in enumerate(proof):
        changed = [*proof[:at], flip(node, bit), *proof[at + 1 :]]
        assert not merkle.verify_consistency(first, size, old, new, changed)


@given(sizes, st.data())
def test_a_rewritten_log_is_not_consistent(size, data):
    leaves = tree(size + 1)
    first = data.draw(st.integers(1, size))
    gone = data.draw(st.integers(0, first - 1))
    rewritten = [*leaves[:gone], *leaves[gone + 1 :]]
    proof = merkle.consistency_proof(rewritten, first)
    old, new = merkle.root(leaves[:first]), merkle.root(rewritten)
    assert not merkle.verify_consistency(first, size, old, new, proof)


@given(st.integers(0, 300))
def test_frontier_grows_to_the_root(size):
    leaves, frontier = tree(size), merkle.Frontier()
    for leaf in leaves:
        frontier = frontier.append(leaf)
    assert (frontier.size, frontier.root()) == (size, merkle.root(leaves))
    assert merkle.Frontier.from_text(frontier.to_text()) == frontier


@pytest.mark.parametrize("text", ["1", "x", "0 ab", "2 " + "00" * 31, "-1", "3 " + "00" * 32])
def test_frontier_refuses_what_is_no_frontier(text):
    with pytest.raises(ValueError):  # noqa: PT011 - several messages
        merkle.Frontier.from_text(text)


def test_proofs_of_what_is_not_there_are_refused():
    with pytest.raises(IndexError):
        merkle.inclusion_proof(tree(3), 3)
    with pytest.raises(IndexError):
        merkle.consistency_proof(tree(3), 4)


def test_short_nodes_never_verify():
    leaves = tree(2)
    assert not merkle.verify_inclusion(leaves[0], 0, 2, [b"x"], merkle.root(leaves))
    assert not merkle.verify_consistency(1, 2, leaves[0], merkle.root(leaves), [b"x"])
    assert merkle.leaf_hash(b"") == hashlib.sha256(b"\0").digest()
