import IndexAnalysis
import IndexStorage
import TestSupport
import Testing

@testable import IndexCore

/// A text of random words, of which some are of another.
private func words(_ count: Int, seed: UInt64) -> [String] {
    var random = SeededGenerator(state: seed)
    return (0..<count).map { _ in "w\(Int.random(in: 0..<5000, using: &random))" }
}

private func signature(of words: [String]) -> TextSignature {
    var signer = TextSigner()
    signer.begin()
    signer.append(words: words)
    return signer.sign()
}

private func shingles(of words: [String]) -> Set<UInt32> {
    var signer = TextSigner()
    signer.begin()
    signer.append(words: words)
    return Set(signer.allShingles())
}

/// What a sketch keeps of shingles.
private func kept(_ shingles: Set<UInt32>) -> Set<UInt32> { Set(shingles.map { $0 >> 6 }) }

@Suite("Signatures of texts")
struct SignatureTests {
    @Test("hold the least of all shingles", arguments: [0, 1, 15, 16, 20, 27, 28, 29, 60, 3000])
    func least(count: Int) {
        for vocabulary in [1, 3, 5000] {
            let text = words(count, seed: UInt64(count)).map { "w\((Int($0.dropFirst()) ?? 0) % vocabulary)" }
            let found = signature(of: text)
            guard count >= TextSigner.leastTokenCount else {
                #expect(found == .none)
                continue
            }
            #expect(found.lengthCode == LengthTable.code(for: UInt32(count)) && found.hash != 0)
            #expect(
                found.minima == Array(kept(shingles(of: text)).sorted().prefix(TextSignature.sketchCount)))
        }
    }

    @Test("are equal for the same words in the same order, and else not")
    func hashes() {
        let text = words(200, seed: 1)
        #expect(signature(of: text) == signature(of: text))
        var seen: Set<UInt64> = [signature(of: text).hash]
        for place in text.indices {
            var other = text
            other[place] += "x"
            #expect(seen.insert(signature(of: other).hash).inserted)
            guard place == 0 || text[place] != text[place - 1] else { continue }
            var shorter = text
            shorter.remove(at: place)
            #expect(seen.insert(signature(of: shorter).hash).inserted)
            if place > 0 {
                var swapped = text
                swapped.swapAt(place, place - 1)
                #expect(seen.insert(signature(of: swapped).hash).inserted)
            }
        }
    }

    @Test("tell the share of shingles that two texts have in common, about", arguments: [120, 600, 4000])
    func share(count: Int) {
        var (errors, random) = ([Double](), SeededGenerator(state: UInt64(count)))
        for number in 0..<300 {
            let one = words(count, seed: UInt64(2 * number))
            let kept = Int.random(in: count / 4...count, using: &random)
            let other = Array(one.prefix(kept)) + words(count / 3, seed: UInt64(2 * number + 1))
            let (first, second) = (shingles(of: one), shingles(of: other))
            let exact =
                Double(first.intersection(second).count) / Double(min(first.count, second.count))
            let estimate = SketchComparison(signature(of: one).minima, signature(of: other).minima).share
            errors.append(estimate - exact)
        }
        let mean = errors.reduce(0, +) / Double(errors.count)
        let deviation = (errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)).squareRoot()
        #expect(abs(mean) < 0.05)
        #expect(deviation < 0.17)
    }

    @Test("of short texts have all shingles, and so tell the share exactly")
    func short() {
        // Twenty tokens with a period of eleven have eleven different shingles.
        let text = (0..<20).map { "w\($0 % 11)" }
        let other = Array(text.prefix(10)) + words(7, seed: 3)
        let comparison = SketchComparison(signature(of: text).minima, signature(of: other).minima)
        #expect((comparison.sharedCount, comparison.firstCount, comparison.secondCount) == (6, 11, 13))
    }

    @Test("are none in a segment whose settings do without, nor where it is joined with such a one")
    func unsigned() throws {
        let index = try SampleStore()
        let documents = sampleDocuments(count: 30, seed: 5)
        let signed = try index.segment(of: documents)
        var settings = index.settings
        settings.signsTexts = false
        var builder = SegmentBuilder(settings)
        builder.finishDocument(identifier: [1], date: noDate, record: [], signature: documents[0].signature)
        let plain = try Segment(try builder.write(to: index.store), in: index.fileSystem)
        #expect(try plain.signatures() == nil)
        #expect(try signed.signatures() != nil)
        let merger = SegmentMerger([signed, plain].map { .init(segment: $0, deletes: nil) })
        let joined = try merger.writeCore(settings, to: index.store)
        #expect(try Segment(joined, in: index.fileSystem).signatures() == nil)
    }
}

@Suite("Rows of sketches")
struct SketchRowTests {
    private func minima(_ row: [UInt8]) throws -> [UInt32] {
        let file = MappedFile(path: "memory", bytes: [7, 7, 7] + row + [0xFF, 0, 0x55])
        var minima: [UInt32] = []
        SketchRow.forEachMinimum(try file.bytes(0..<file.byteCount), 3..<3 + row.count) { minima.append($0) }
        return minima
    }

    @Test("give back the hashes, however many, of texts of any length, near and far apart", arguments: 0...15)
    func roundTrip(count: Int) throws {
        var random = SeededGenerator(state: UInt64(count))
        for tokenCount in [16, 17, 40, 150, 3_000, 1 << 20, UInt32.max] {
            for bitCount in [4, 10, 20, 26] as [UInt32] {
                var hashes: Set<UInt32> = count > 0 && bitCount == 26 ? [(1 << 26) - 1] : []
                while hashes.count < count { hashes.insert(.random(in: 0..<(1 << bitCount), using: &random)) }
                let signature = TextSignature(
                    hash: 1, lengthCode: LengthTable.code(for: tokenCount), minima: hashes.sorted())
                let row = SketchRow.encode(signature)
                #expect(try minima(row) == signature.minima && row.count <= 79)
            }
        }
    }

    @Test("take less than three bytes a hash, of texts of 150 words")
    func size() {
        let sizes = (0..<200).map { SketchRow.encode(signature(of: words(150, seed: $0))).count }
        #expect(sizes.reduce(0, +) < 200 * 41)
    }

    @Test("of any bytes give hashes that ascend, or none")
    func hostile() throws {
        var random = SeededGenerator(state: 5)
        for _ in 0..<5_000 {
            let row = (0..<Int.random(in: 0...12, using: &random)).map { _ in
                [0, 0xFF, UInt8.random(in: 0...255, using: &random)].randomElement(using: &random) ?? 0
            }
            let found = try minima(row)
            #expect(zip(found, found.dropFirst()).allSatisfy(<) && found.allSatisfy { $0 < 1 << 26 })
        }
    }
}

@Suite("Links of copies")
struct CopyLinksTests {
    private func links(count: Int, texts: UInt64, seed: UInt64) -> CopyLinks {
        var random = SeededGenerator(state: seed)
        return CopyLinks(
            (0..<count).map { _ in
                CopyLinks.Link(
                    .random(in: 1...texts, using: &random), .random(in: 1...texts, using: &random), share: 70)
            })
    }

    @Test("are read as they were written", arguments: [0, 1, 2, 500])
    func roundTrip(count: Int) throws {
        let index = try SampleStore()
        let written = links(count: count, texts: .max, seed: UInt64(count))
        #expect(try CopyLinks(written.write(to: index.store), in: index.fileSystem) == written)
    }

    @Test("that lie in a sound file are an error")
    func lying() throws {
        let index = try SampleStore()
        let name = try links(count: 2, texts: .max, seed: 1).write(to: index.store)
        let sound = try SectionParts(name, in: index)
        let bytes = sound[1]
        let changes: [[UInt8]] = [
            Array(bytes.dropLast()), Array(bytes[17...] + bytes[..<17]), bytes + bytes[17...],
            Array(bytes[8..<16] + bytes[..<8] + bytes[16...]), Array(bytes[..<16]) + [101],
            [UInt8](repeating: 0, count: 17),
        ]
        for change in changes {
            var lying = sound
            lying[1] = change
            try lying.write(name, in: index)
            #expect(throws: StorageError.self) { try CopyLinks(name, in: index.fileSystem) }
        }
    }

    @Test("group texts as going from one to the next does", arguments: UInt64(1)...5)
    func groups(seed: UInt64) {
        let links = links(count: 60, texts: 100, seed: seed)
        var neighbours: [UInt64: Set<UInt64>] = [:]
        for link in links.links {
            neighbours[link.first, default: []].insert(link.second)
            neighbours[link.second, default: []].insert(link.first)
        }
        var (expected, seen) = ([[UInt64]](), Set<UInt64>())
        for text in neighbours.keys.sorted() where !seen.contains(text) {
            var (group, waiting) = (Set([text]), [text])
            while let next = waiting.popLast() {
                for other in neighbours[next, default: []] where group.insert(other).inserted {
                    waiting.append(other)
                }
            }
            seen.formUnion(group)
            expected.append(group.sorted())
        }
        #expect(links.groups == expected)
    }
}
