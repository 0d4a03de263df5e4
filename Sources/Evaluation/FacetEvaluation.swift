public import PluginAPI
internal import SourceAdapters

/// A value of a facet that a document carries, with words that gave it.
public struct FoundValue: Sendable, Equatable {
    public var id: String
    /// As they stand in the document, with the rule: `Chinese (demonym)`.
    public var words: String

    public init(id: String, words: String) {
        self.id = id
        self.words = words
    }
}

/// Finds the values of facets in the documents of a labelled set, and compares them with the labels.
///
/// A document is read as an index would read the record. What the labels say is kept from the plugins.
///
/// - Parameters:
///   - path: a file of JSON lines, each with `text` or `body`, `title`, `date`, and, in a field of the facet's name, the
///     ids of its values, a text or a list; nothing there is no value. A record without text is its title alone.
///   - except: ids that count neither as wanted nor as found.
///   - find: for some documents the values of the facet in each.
/// - Returns: documents in the order of the set.
/// - Throws: when the set cannot be read.
public func evaluateFacets(
    gold path: String, facet: String, except: Set<String> = [], formats: PluginSet,
    find: @Sendable ([Document]) -> [[FoundValue]]
) throws(SourceError) -> FacetReport {
    var mapping = FieldMapping()
    mapping.text.append("title")
    let source = JSONLinesSource(path: path, mapping: mapping).stating([FacetField(facet)])
    let listing = try source.walk()
    let blockCount = 32
    let blocks = stride(from: 0, to: listing.entries.count, by: blockCount).map {
        listing.entries[$0..<min($0 + blockCount, listing.entries.count)]
    }
    let results = inParallel(blocks.count) { index in
        score(blocks[index], of: source, facet, formats, find)
    }
    let documents = results.flatMap(\.documents).map { score in
        var score = score
        score.expected.subtract(except)
        score.found.removeAll { except.contains($0.id) }
        return score
    }
    return FacetReport(
        facet: facet, documents: documents,
        problems: listing.problems + results.flatMap(\.problems))
}

private func score(
    _ entries: ArraySlice<SourceEntry>, of source: any SourceAdapter, _ facet: String,
    _ formats: PluginSet, _ find: ([Document]) -> [[FoundValue]]
) -> (documents: [FacetScore], problems: [SourceProblem]) {
    var (documents, scores, problems) = ([Document](), [FacetScore](), [SourceProblem]())
    for entry in entries {
        func skip(_ reason: String) {
            problems.append(SourceProblem(path: entry.displayPath, reason: reason))
        }
        do throws(SourceError) {
            var input = try source.read(entry)
            let expected = Set(input.known.statedValues[facet] ?? [])
            input.known.statedValues = [:]
            guard let plugin = formats.format(for: input) else {
                skip("no plugin reads this format")
                continue
            }
            do throws(FormatError) {
                var document = try plugin.read(input)
                document.identifier = entry.identifier
                documents.append(document)
                scores.append(
                    FacetScore(
                        identifier: entry.identifier, title: document.title,
                        expected: expected, found: []))
            } catch {
                skip(error.description)
            }
        } catch {
            skip(error.reason)
        }
    }
    for (index, found) in find(documents).enumerated() { scores[index].found = found }
    return (scores, problems)
}
