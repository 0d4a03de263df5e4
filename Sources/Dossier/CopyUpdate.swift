internal import IndexCore
internal import IndexStorage
internal import PluginAPI

/// Keeps what is known of copies true: only texts that are new are compared, with all others.
struct CopyUpdate: Sendable {
    /// Shingles that are held at once while texts are compared word by word, of four bytes each.
    private static let shinglesAtOnce = 16 << 20

    let schema: Schema
    let settings: SegmentSettings
    let threadCount: Int

    /// Puts the links of what the editor is about to publish beside its commit.
    func run(_ editor: inout IndexEditor) throws(StorageError) {
        guard settings.signsTexts, editor.changesDocuments else { return }
        let fileSystem = editor.fileSystem
        var parts: [LiveTexts.Part] = []
        var newParts: Set<Int> = []
        let old = editor.publishedSegments
        for index in editor.record.segments.indices {
            let (segment, deletes) = try editor.contents(index)
            guard let part = try LiveTexts.Part(segment, deletes: deletes) else { continue }
            let instance = editor.record.segments[index].instance
            if !old.contains(where: { $0.instance == instance }) { newParts.insert(parts.count) }
            parts.append(part)
        }
        var known: CopyLinks?
        var knownTexts = Set<UInt64>()
        if !editor.record.copies.isEmpty {
            known = try CopyLinks(editor.record.copies, in: fileSystem)
            let instances = Set(editor.record.segments.map(\.instance))
            for entry in old where !newParts.isEmpty && !instances.contains(entry.instance) {
                let segment = try Segment(entry.core, in: fileSystem)
                let deletes =
                    entry.deletes.isEmpty ? nil : try DeleteSet(entry.deletes, of: segment, in: fileSystem)
                try LiveTexts.Part(segment, deletes: deletes)?.forEachText { knownTexts.insert($1) }
            }
        } else {
            newParts = Set(parts.indices)
        }
        let texts = LiveTexts(parts, newParts: newParts, isKnown: knownTexts.contains)
        var links = try links(of: texts, known: known)
        links.sources = try CopySources.update(&editor, links, known: known?.sources ?? [])
        editor.setCopies(try links.write(to: editor.store))
    }

    /// The links between texts.
    ///
    /// - Parameter known: those between texts that are not new, and others that are gone.
    func links(of texts: LiveTexts, known: CopyLinks?) throws(StorageError) -> CopyLinks {
        var links = known?.links.filter { link in
            link.first != link.second && texts.contains(link.first) && texts.contains(link.second)
        }
        links = (links ?? []) + texts.repeated.map { CopyLinks.Link($0, $0, share: 100) }
        let candidates = try CopyCandidates(texts, threadCount: threadCount)
        var rest = try candidates.pairs()[...]
        while !rest.isEmpty {
            var members: Set<Int> = []
            var size = 0
            let piece = rest.prefix { pair in
                for text in [pair.first, pair.second] where members.insert(text).inserted {
                    size += candidates.tokenCount(of: text)
                }
                return size < Self.shinglesAtOnce || members.count <= 2
            }
            links? += try compared(Array(piece), texts, candidates)
            rest = rest.dropFirst(piece.count)
        }
        return CopyLinks(links ?? [])
    }

    /// Those of some pairs that are copies.
    private func compared(
        _ pairs: [CopyCandidates.Pair], _ texts: LiveTexts, _ candidates: CopyCandidates
    ) throws(StorageError) -> [CopyLinks.Link] {
        guard schema.storesDocuments else { return judged(pairs, texts, candidates) }
        let shingles = try shingles(of: Set(pairs.flatMap { [$0.first, $0.second] }).sorted(), texts)
        return pairs.compactMap { pair in
            guard let one = shingles[pair.first], let other = shingles[pair.second],
                let share = CopyRule.share(
                    shared: Self.sharedCount(one, other), first: one.count, second: other.count)
            else { return nil }
            return CopyLinks.Link(texts.hashes[pair.first], texts.hashes[pair.second], share: share)
        }
    }

    /// The same by the sketches alone, where no text is kept.
    private func judged(
        _ pairs: [CopyCandidates.Pair], _ texts: LiveTexts, _ candidates: CopyCandidates
    ) -> [CopyLinks.Link] {
        pairs.compactMap { pair in
            let counts = [pair.first, pair.second].map(candidates.tokenCount)
            let shared = candidates.comparison(pair).share * Double(min(counts[0], counts[1]))
            return CopyRule.share(shared: Int(shared), first: counts[0], second: counts[1]).map {
                CopyLinks.Link(texts.hashes[pair.first], texts.hashes[pair.second], share: $0)
            }
        }
    }

    /// The shingles of stored texts, by their numbers.
    private func shingles(of numbers: [Int], _ texts: LiveTexts) throws(StorageError) -> [Int: [UInt32]] {
        var documents: [Int: [(document: UInt32, text: Int)]] = [:]
        for number in numbers {
            let place = texts.places[number]
            documents[place.part, default: []].append((place.document, number))
        }
        // Some for each thread, all of them of one segment.
        let size = max(1, numbers.count / (4 * threadCount))
        var pieces: [(part: Int, wanted: ArraySlice<(document: UInt32, text: Int)>)] = []
        for (part, wanted) in documents.sorted(by: { $0.key < $1.key }) {
            let sorted = wanted.sorted { $0.document < $1.document }
            for start in stride(from: 0, to: sorted.count, by: size) {
                pieces.append((part, sorted[start..<min(start + size, sorted.count)]))
            }
        }
        let found = try Workers.map(count: pieces.count, threadCount: threadCount) {
            [pieces] index throws(StorageError) -> [(Int, [UInt32])] in
            let (part, wanted) = pieces[index]
            let segment = texts.parts[part].segment
            let tokenizer = DocumentTokenizer(settings.analyzer)
            var (signer, next, shingles) = (TextSigner(), wanted.startIndex, [(Int, [UInt32])]())
            try segment.stored().forEachRecord(of: wanted.map(\.document)) {
                _, record throws(StorageError) in
                let document = try DocumentRecord.decode(
                    Array(record), identifier: [], days: noDate, file: segment.name)
                signer.begin(tokenizer.tokenize(document))
                shingles.append((wanted[next].text, signer.allShingles()))
                next += 1
            }
            return shingles
        }
        return Dictionary(uniqueKeysWithValues: found.joined())
    }

    /// How many values two ascending lists have in common.
    private static func sharedCount(_ one: [UInt32], _ other: [UInt32]) -> Int {
        var (first, second, count) = (0, 0, 0)
        while first < one.count, second < other.count {
            if one[first] == other[second] {
                (first, second, count) = (first + 1, second + 1, count + 1)
            } else if one[first] < other[second] {
                first += 1
            } else {
                second += 1
            }
        }
        return count
    }
}

extension TextSigner {
    /// Begins the text of a document: what its article says, without titles and captions, which copies change.
    mutating func begin(_ document: TokenizedDocument) {
        begin()
        var slice = TokenSlice(folded: document.folded, offsets: document.foldedOffsets, tokens: 0..<0)
        for (index, zone) in document.document.zones.enumerated() where [.lead, .body].contains(zone.kind) {
            slice.tokens = Int(document.zoneTokens[index])..<Int(document.zoneTokens[index + 1])
            append(slice)
        }
    }
}
