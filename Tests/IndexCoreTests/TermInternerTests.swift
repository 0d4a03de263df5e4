import IndexCore
import TestSupport
import Testing

@Test("Terms ascend by their bytes, however many there are", arguments: [0, 1, 300, 8191, 8192, 30_000])
func termsAscend(count: Int) {
    var random = SeededGenerator(state: 5)
    // Few letters, so that terms share beginnings, are beginnings of others, and come again.
    let terms = (0..<count).map { _ in
        (0..<Int.random(in: 0...20, using: &random)).map { _ in
            [0x61, 0x62, 0x63, 0x7A, 0xC3, 0xFF].randomElement(using: &random) ?? UInt8(0x61)
        }
    }
    var interner = TermInterner()
    for term in terms { _ = interner.intern(term) }
    var term: [UInt8] = []
    let sorted = interner.sorted().map { number in
        interner.copy(number, into: &term)
        return term
    }
    #expect(sorted == Set(terms).sorted { $0.lexicographicallyPrecedes($1) })
}
