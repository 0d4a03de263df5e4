import TestSupport
import Testing

@testable import IndexCore

func randomPositions(documents: Int, seed: UInt64) -> (positions: [UInt32], frequencies: [UInt32]) {
    var random = SeededGenerator(state: seed)
    var (positions, frequencies): ([UInt32], [UInt32]) = ([], [])
    for _ in 0..<documents {
        let frequency = UInt32.random(in: 1...5, using: &random)
        frequencies.append(frequency)
        var position = UInt32.max
        for _ in 0..<frequency {
            position = position &+ UInt32.random(in: 1...700, using: &random)
            positions.append(position)
        }
    }
    return (positions, frequencies)
}

@Test("A position chunk of any length returns its positions", arguments: [1, 2, 40, 43, 127, 128])
func positionChunkRoundTrip(documents: Int) {
    let (positions, frequencies) = randomPositions(documents: documents, seed: UInt64(documents))
    var bytes: [UInt8] = [0xAA]
    PositionChunk.append(positions, frequencies: frequencies, to: &bytes)
    var decoded: [UInt32] = []
    var offset = 1
    let isDecoded = PositionChunk.decode(
        bytes.span, at: &offset, frequencies: frequencies[...], into: &decoded)
    #expect(isDecoded)
    #expect(decoded == positions)
    #expect(offset == bytes.count)
}

@Test("The group edge of 128 positions is coded like any other length", arguments: [127, 128, 129, 256, 257])
func positionGroupEdges(count: Int) {
    let positions = (0..<UInt32(count)).map { $0 * 3 }
    var bytes: [UInt8] = []
    PositionChunk.append(positions, frequencies: [UInt32(count)], to: &bytes)
    var decoded: [UInt32] = []
    var offset = 0
    let isDecoded = PositionChunk.decode(
        bytes.span, at: &offset, frequencies: [UInt32(count)], into: &decoded)
    #expect(isDecoded)
    #expect(decoded == positions)
}

@Test("A position chunk with any byte changed or cut is refused or ascends within each document")
func positionChunkSurvivesDamage() {
    let (positions, frequencies) = randomPositions(documents: 128, seed: 9)
    var bytes: [UInt8] = []
    PositionChunk.append(positions, frequencies: frequencies, to: &bytes)
    var decoded: [UInt32] = []
    for index in bytes.indices {
        for change in [0x01, 0x80, 0xFF] as [UInt8] {
            var damaged = bytes
            damaged[index] ^= change
            var offset = 0
            guard
                PositionChunk.decode(damaged.span, at: &offset, frequencies: frequencies[...], into: &decoded)
            else { continue }
            var start = 0
            for frequency in frequencies {
                let part = decoded[start..<(start + Int(frequency))]
                #expect(zip(part, part.dropFirst()).allSatisfy { $0 < $1 })
                start += Int(frequency)
            }
        }
        let cut = Array(bytes.prefix(index))
        var offset = 0
        let isDecoded = PositionChunk.decode(
            cut.span, at: &offset, frequencies: frequencies[...], into: &decoded)
        #expect(!isDecoded)
        #expect(decoded.isEmpty)
    }
}
