import TestSupport
import Testing

@testable import IndexCore

func randomBlock(count: Int, greatestGap: UInt32, seed: UInt64) -> (block: PostingBlock, base: UInt32) {
    var random = SeededGenerator(state: seed)
    let base: UInt32 = seed % 3 == 0 ? .max : UInt32.random(in: 0...1000, using: &random)
    var block = PostingBlock()
    var document = base
    for place in 0..<count {
        // Gaps of 2 are dense, with enough that stand out for a bitset.
        let gap = greatestGap == 2 && place % 8 == 0 ? 20 : UInt32.random(in: 0...greatestGap, using: &random)
        document = document &+ 1 &+ gap
        block.append(document: document, frequency: UInt32.random(in: 1...(1 << (seed % 20)), using: &random))
    }
    return (block, base)
}

@Test(
    "Gaps return at every width, with values that stand out and without, in groups of any length",
    arguments: 0...32)
func packingRoundTrip(width: Int) {
    var random = SeededGenerator(state: UInt64(width))
    let greatest = width == 0 ? 0 : UInt32.max >> UInt32(32 - width)
    for count in [1, 8, 9, 10, 63, 127, 128, 129, 136, 137, 300] {
        for outliers in [0, 1, 7, 8, 40] {
            var values = (0..<count).map { _ in UInt32.random(in: 0...greatest, using: &random) }
            values[count - 1] = greatest
            for _ in 0..<outliers {
                let place = Int.random(in: 0..<count, using: &random)
                values[place] = UInt32.random(in: 0...UInt32.max, using: &random) >> UInt32(outliers % 8 * 3)
            }
            var bytes: [UInt8] = []
            PostingEncoding.appendGaps(values, to: &bytes)
            var offset = 0
            #expect(PostingEncoding.decodeGaps(bytes.span, at: &offset, count: count) == values)
            #expect(offset == bytes.count)
            offset = 0
            let cut = Array(bytes.dropLast())
            #expect(PostingEncoding.decodeGaps(cut.span, at: &offset, count: count) == nil)
        }
    }
}

@Test("A few values that stand out cost two bytes each")
func packingPatches() {
    for outliers in 0...7 {
        var values = [UInt32](repeating: 5, count: 128)
        for place in 0..<outliers { values[place * 18] = 5 | 0xFF << 3 }
        var bytes: [UInt8] = []
        PostingEncoding.appendGaps(values, to: &bytes)
        #expect(bytes.count == 1 + 16 * 3 + 2 * outliers)
    }
}

@Test("Dense documents become a bitset of whole words: of four, or where it costs at most a quarter more")
func denseBlocks() {
    for (large, base, isBitset) in [
        (20, .max, true), (20, 63, true), (20, 1000, true), (20, 1 << 31, true), (20, .max - 600, true),
        (0, 70, true), (2, 126, false), (200, 70, false),
    ] as [(UInt32, UInt32, Bool)] {
        var block = PostingBlock()
        var document = base
        for place in 0..<128 as Range<UInt32> {
            // Too many large gaps to be patched.
            document = document &+ 1 &+ (place % 8 == 0 ? large : place % 2)
            block.append(document: document, frequency: 1)
        }
        var bytes: [UInt8] = []
        block.encode(after: base, to: &bytes)
        #expect((bytes[0] == 0xFF) == isBitset, "gaps of \(large) after \(base)")
        var (decoded, offset) = (PostingBlock(), 0)
        #expect(decoded.decode(bytes.span, at: &offset, after: base, postingCount: 128))
        #expect(decoded == block)
        #expect(offset == bytes.count)
    }
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
    "A block with any byte changed or cut decodes to ascending documents or is refused",
    arguments: [5, 128], [2, 300] as [UInt32])
func blockSurvivesDamage(count: Int, greatestGap: UInt32) {
    let (block, base) = randomBlock(count: count, greatestGap: greatestGap, seed: 1)
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
