import TestSupport
import Testing

@testable import IndexCore

@Test(
    "Impacts keep exactly the postings no other posting beats, and survive coding", arguments: UInt64(0)..<50)
func impactsArePareto(seed: UInt64) {
    var random = SeededGenerator(state: seed)
    let all = (0..<200).map { _ in
        Impact(
            frequency: UInt32.random(in: 1...30, using: &random),
            norm: UInt8.random(in: 0...60, using: &random))
    }
    var impacts = Impacts()
    for impact in all { impacts.insert(impact) }

    func beats(_ one: Impact, _ other: Impact) -> Bool {
        one != other && one.frequency >= other.frequency && one.norm <= other.norm
    }
    var expected: [Impact] = []
    for impact in all where !all.contains(where: { beats($0, impact) }) && !expected.contains(impact) {
        expected.append(impact)
    }
    #expect(impacts.pairs == expected.sorted { $0.norm < $1.norm })

    var bytes: [UInt8] = []
    impacts.encode(to: &bytes)
    var offset = 0
    #expect(Impacts.decode(bytes.span, at: &offset) == impacts)
    #expect(offset == bytes.count)
    for count in bytes.indices {
        offset = 0
        #expect(Impacts.decode(Array(bytes.prefix(count)).span, at: &offset) == nil)
    }
}
