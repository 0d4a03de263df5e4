internal import IndexCore
internal import IndexStorage
internal import PluginAPI

/// An input that has to be looked at, and the source that reads it.
struct PlannedInput: Sendable {
    var entry: SourceEntry
    /// Index of the source among those of the run.
    var source: Int
    /// Index of the root among those of the sync state.
    var root: Int
    /// What the index holds of it, if it does.
    var known: SyncState.Entry?
}

/// What became of an input.
enum InputOutcome: Sendable {
    case indexed(SyncState.Entry)
    /// The same content as before, though time or place differ.
    case unchanged(SyncState.Entry)
    case skipped(SourceProblem)
    /// Skipped, though it may be sound: it could not be read, or a program is missing.
    case unavailable(SourceProblem)
}

/// A segment built from a run of inputs.
struct BuiltRun: Sendable {
    /// For each input of the run.
    var outcomes: [InputOutcome] = []
    /// Nil when no input gave a document.
    var segment: CommitRecord.Segment?
    var facetProblems: [SourceProblem] = []
}

/// Reads inputs, cuts them into documents and tokens, and builds one segment of them: everything from bytes to a core
/// file and its layers, on one thread.
struct RunBuilder: Sendable {
    let sources: [any SourceAdapter]
    let plugins: PluginSet
    let schema: Schema
    let settings: SegmentSettings
    let store: CommitStore
    let finder: FacetFinder
    let facets: [FacetShape]
    /// Indexes inputs even if their content is known: a format plugin has changed.
    let rereadsAll: Bool

    /// - Parameter didRead: called after each input.
    func build(_ inputs: ArraySlice<PlannedInput>, didRead: () -> Void) throws(StorageError) -> BuiltRun {
        let (tokenizer, layout) = (DocumentTokenizer(settings.analyzer), schema.layout)
        var run = BuiltRun()
        var segment = SegmentBuilder(settings)
        var signer = schema.findsCopies ? TextSigner() : nil
        let statedFacets = schema.statedFacets
        var layers = FacetLayers(finder, facets)
        var textByteCount = 0
        for input in inputs {
            let outcome = read(input) { document, problems in
                var document = document
                document.state(schema.documentFacets)
                let reasons = problems + document.keepValues(of: statedFacets)
                run.facetProblems += reasons.map {
                    SourceProblem(path: input.entry.displayPath, reason: $0)
                }
                let tokenized = tokenizer.tokenize(document)
                segment.append(
                    tokenized, layout, tokenizer, storesDocuments: schema.storesDocuments,
                    signer: &signer)
                layers.append(tokenized)
                textByteCount += document.text.count
            }
            run.outcomes.append(outcome)
            didRead()
        }
        let documentCount = segment.documentCount
        guard documentCount > 0 else { return run }
        let core = try segment.write(to: store)
        let names = try layers.write(coreName: core, to: store)
        run.facetProblems += layers.problems
        run.segment = CommitRecord.Segment(
            instance: 0, core: core, documentCount: documentCount, textByteCount: textByteCount,
            layers: names)
        return run
    }

    /// Reads one input and hands its document on, with the problems its source met, unless the index holds the same
    /// content.
    private func read(_ input: PlannedInput, _ use: (Document, [String]) -> Void) -> InputOutcome {
        func skipped(_ reason: String) -> InputOutcome {
            .skipped(SourceProblem(path: input.entry.displayPath, reason: reason))
        }
        let tooLarge = "it is 1 GiB or more, too large for an article"
        let tooMany = "it has more than \(Document.zoneCountLimit) paragraphs, too many for an article"
        if input.entry.byteCount >= Document.byteCountLimit { return skipped(tooLarge) }
        do throws(SourceError) {
            let format = try sources[input.source].read(input.entry)
            if format.bytes.count >= Document.byteCountLimit { return skipped(tooLarge) }
            let entry = SyncState.Entry(
                byteCount: input.entry.byteCount, modifiedNanoseconds: input.entry.modifiedNanoseconds,
                contentHash: format.contentHash)
            if !rereadsAll, let known = input.known, known.contentHash == entry.contentHash {
                return .unchanged(entry)
            }
            guard let plugin = plugins.format(for: format) else {
                return skipped("no plugin reads this format")
            }
            do throws(FormatError) {
                var document = try plugin.read(format)
                document.identifier = input.entry.identifier
                guard document.hasZonesInOrder else {
                    return skipped("the plugin \(plugin.manifest.name) gave zones that are not in order")
                }
                if document.text.count >= Document.byteCountLimit { return skipped(tooLarge) }
                if document.zones.count > Document.zoneCountLimit { return skipped(tooMany) }
                document.statedValues.merge(format.known.statedValues) { $0 + $1 }
                use(document, format.known.problems)
                return .indexed(entry)
            } catch {
                let problem = SourceProblem(path: input.entry.displayPath, reason: error.description)
                if case .unavailable = error { return .unavailable(problem) }
                return .skipped(problem)
            }
        } catch {
            let problem = SourceProblem(path: input.entry.displayPath, reason: error.reason)
            return error.isLasting ? .skipped(problem) : .unavailable(problem)
        }
    }
}

extension SegmentBuilder {
    /// Adds a document whole.
    ///
    /// - Parameters:
    ///   - tokenizer: that of the document, for the names of its authors.
    ///   - signer: signs its text; nil where copies are not looked for.
    mutating func append(
        _ document: TokenizedDocument, _ layout: FieldLayout, _ tokenizer: DocumentTokenizer,
        storesDocuments: Bool, signer: inout TextSigner?
    ) {
        let all = 0..<max(0, document.foldedOffsets.count - 1)
        var slice = TokenSlice(folded: document.folded, offsets: document.foldedOffsets, tokens: all)
            .marked(mark(ofLanguage: document.document.language))
        let places = document.places(fieldOfZone: layout.fieldOfZone)
        for place in places {
            slice.tokens = place.tokens
            append(field: place.field, slice, position: place.position)
        }
        appendRanges(of: places, layout)
        appendAuthors(document.document.authors, layout, tokenizer)
        signer?.begin(document)
        finishDocument(
            identifier: Array(document.document.identifier.utf8),
            date: document.document.published?.daysSinceEpoch ?? noDate,
            record: storesDocuments ? DocumentRecord.encode(document.document) : [],
            signature: signer?.sign() ?? .none)
    }
}

extension Document {
    /// Text of a document, and what it is read from, is shorter: so sizes and positions fit 32 bits everywhere.
    static let byteCountLimit = 1 << 30
    /// Zones of a document at most, as positions leave a gap between them.
    static let zoneCountLimit = 1 << 22

    /// Whether zones ascend apart from each other within the text, as the contract asks.
    var hasZonesInOrder: Bool {
        var end = 0
        for zone in zones {
            guard zone.range.lowerBound >= end, !zone.range.isEmpty else { return false }
            end = zone.range.upperBound
        }
        return end <= text.count
    }
}

extension Document {
    /// Keeps the values it states of these facets, as far as an index can hold them.
    ///
    /// - Returns: what is left out, and why.
    mutating func keepValues(of facets: [String]) -> [String] {
        var (kept, problems) = ([String: [String]](), [String]())
        for facet in facets {
            guard let values = statedValues[facet] else { continue }
            func isLong(_ value: String) -> Bool { value.utf8.count > FacetField.maximumValueByteCount }
            let blankCount = values.count { $0.allSatisfy(\.isWhitespace) }
            let longCount = values.count(where: isLong)
            let sound = values.filter { !$0.allSatisfy(\.isWhitespace) && !isLong($0) }
            kept[facet] = Array(sound.prefix(FacetField.maximumValueCount))
            let left = [
                (blankCount, "empty"), (longCount, "longer than \(FacetField.maximumValueByteCount) bytes"),
                (
                    sound.count - (kept[facet]?.count ?? 0),
                    "beyond the first \(FacetField.maximumValueCount) of the document"
                ),
            ]
            problems += left.filter { $0.0 > 0 }.map { count, reason in
                "\(count == 1 ? "a value" : "\(count) values") of the facet \(facet) left out: \(reason)"
            }
        }
        statedValues = kept
        return problems
    }
}

extension FormatInput {
    /// 48 bits of a hash of everything a format plugin reads, and of the values the source states.
    ///
    /// It is compared with the hash of the same input as it was before, with no other; a change goes unnoticed once in
    /// 2⁴⁸. Ten million inputs that change every day for ten years are 2³⁵ changes: one of 8,000 such indexes misses one.
    var contentHash: UInt64 {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(self.bytes.count + 512)
        bytes += self.bytes
        func append(_ text: String?) {
            bytes.append(text == nil ? 0 : 1)
            bytes.appendText(text ?? "")
        }
        append(fileName)
        append(mediaType)
        append(known.title)
        append(known.published?.description)
        append(known.publisher)
        append(known.section)
        append(known.language)
        append(known.canonicalURL)
        for author in known.authors { append(author) }
        for (facet, values) in known.statedValues.sorted(by: {
            $0.key.utf8.lexicographicallyPrecedes($1.key.utf8)
        }) {
            bytes.appendText(facet)
            bytes.appendInteger(values.count)
            for value in values { bytes.appendText(value) }
        }
        return Checksum.xxh3(bytes) & (1 << 48 - 1)
    }
}
