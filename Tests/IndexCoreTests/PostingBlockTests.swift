import TestSupport
import Testing

@testable import IndexCore

func randomBlock(count: Int, greatestGap: UInt32, seed: UInt64) -> (block: PostingBlock, base: UInt32) {
    var random = SeededGenerator(state: seed)
    let base: UInt32 = seed % 3 == 0 ? .max : UInt32.random(in: 0...1000, using: &random)
    var block = PostingBlock()
    var document = base
    for _ in 0..<count {
        document = document &+ 1 &+ UInt32.random(in: 0...greatestGap, using: &random)
        block.append(document: document, frequency: UInt32.random(in: 1...(1 << (seed % 20)), using: &random))
    }
    return (block, base)
}

@Test("Packing returns every value at every width, on its own and as ascending numbers", arguments: 0...32)
func packingRoundTrip(width: Int) {
    var random = SeededGenerator(state: UInt64(width))
    let greatest = width == 0 ? 0 : UInt32.max >> UInt32(32 - width)
    var values = (0..<128).map { _ in UInt32.random(in: 0...greatest, using: &random) }
    values[127] = greatest
    #expect(BlockPacking.width(of: values) == width)

    var bytes: [UInt8] = []
    BlockPacking.append(values, width: width, to: &bytes)
    #expect(bytes.count == BlockPacking.size(width: width))
    var unpacked = [UInt32](repeating: 7, count: 128)
    #expect(BlockPacking.unpack(bytes.span, width: width, into: &unpacked))
    #expect(unpacked == values)

    var expected: [UInt32] = []
    var previous: UInt32 = 41
    for value in values {
        previous = previous &+ value &+ 1
        expected.append(previous)
    }
    #expect(BlockPacking.unpackAscending(bytes.span, width: width, base: 41, into: &unpacked))
    #expect(unpacked == expected)
}

@Test("A packed block cut short is refused and leaves the values alone", arguments: 1...32)
func packingRefusesShortBytes(width: Int) {
    let bytes = [UInt8](repeating: 0xFF, count: BlockPacking.size(width: width) - 1)
    var values = [UInt32](repeating: 7, count: 128)
    #expect(!BlockPacking.unpack(bytes.span, width: width, into: &values))
    #expect(!BlockPacking.unpackAscending(bytes.span, width: width, base: 0, into: &values))
    #expect(values == [UInt32](repeating: 7, count: 128))
}

@Test("A block of any length decodes to its postings", arguments: [1, 2, 127, 128])
func blockRoundTrip(count: Int) {
    for (seed, greatestGap) in zip(UInt64(0)..., [0, 1, 7, 1000, 1 << 24] as [UInt32]) {
        let (block, base) = randomBlock(count: count, greatestGap: greatestGap, seed: seed + UInt64(count))
        var bytes: [UInt8] = [0xAA]
        block.encode(after: base, to: &bytes)
        var decoded = PostingBlock()
        var offset = 1
        #expect(decoded.decode(bytes.span, at: &offset, after: base, postingCount: count))
        #expect(decoded == block)
        #expect(offset == bytes.count)
    }
}

@Test(
    "A block with any byte changed or cut decodes to ascending documents or is refused", arguments: [5, 128])
func blockSurvivesDamage(count: Int) {
    let (block, base) = randomBlock(count: count, greatestGap: 300, seed: 1)
    var bytes: [UInt8] = []
    block.encode(after: base, to: &bytes)
    var decoded = PostingBlock()
    for index in bytes.indices {
        for bit in 0..<8 {
            var damaged = bytes
            damaged[index] ^= 1 << UInt8(bit)
            var offset = 0
            if decoded.decode(damaged.span, at: &offset, after: base, postingCount: count) {
                let documents = decoded.documents.prefix(count)
                #expect(zip(documents, documents.dropFirst()).allSatisfy { $0 < $1 })
                #expect(decoded.frequencies.prefix(count).allSatisfy { $0 > 0 })
            } else {
                #expect(decoded.count == 0)
            }
        }
        let cut = Array(bytes.prefix(index))
        var offset = 0
        #expect(!decoded.decode(cut.span, at: &offset, after: base, postingCount: count))
    }
}

@Test("A block with the document number that stands for none is refused, wherever it stands")
func blockRefusesTheLastNumber() {
    let (all, none) = (UInt32.max, UInt32.max)
    for (gaps, base) in [([all, 4], none), ([all - 8, 4], 7), ([0, all - 1], none), ([0, all], none)] {
        var bytes: [UInt8] = []
        for gap in gaps { VariableInteger.append(UInt64(gap) << 1 | 1, to: &bytes) }
        var (block, offset) = (PostingBlock(), 0)
        let isDecoded = block.decode(bytes.span, at: &offset, after: base, postingCount: 2)
        #expect(!isDecoded, "\(gaps)")
    }
}
