internal import Dispatch
public import PluginAPI
internal import SourceAdapters
internal import Synchronization

/// Reads every page of a labelled set, and compares what is read with the labels.
///
/// A page is read as an index of all of them would read it: what repeats on pages of one site is found out first. What
/// the labels say is kept from the plugins.
///
/// - Parameters:
///   - path: a file of JSON lines, each with `html`, the path of a page in any format that the plugins read, seen from
///     the manifest's folder. What is known of the page: `gold_text`, the article's text; or `with` and `without`,
///     lists of segments that must and must not be in it; `title`; `author` or `authors`, a text or a list; `date`,
///     which begins with YYYY-MM-DD. `id` names the page in the report.
/// - Returns: scores in the order of the manifest.
/// - Throws: when the manifest cannot be read.
/// - Complexity: every page is read twice, on all processors; memory for one page and one row a processor, and for the
///   scores.
public func evaluateExtraction(
    manifest path: String, plugins: PluginSet
) throws(SourceError) -> ExtractionReport {
    let manifest = try Manifest(path: path)
    let notes = inParallel(manifest.rows.count) { index -> FormatNotes? in
        guard let page = try? manifest.page(manifest.rows[index]), let input = try? manifest.input(page)
        else { return nil }
        return plugins.format(for: input)?.notes(on: input)
    }
    let knowledge = FormatKnowledge(notes.compactMap { $0 })
    let formats = PluginSet(formats: plugins.formats.map { $0.knowing(knowledge) }, facets: [])
    let pages = inParallel(manifest.rows.count) { index in
        score(manifest.rows[index], of: manifest, formats)
    }
    var report = ExtractionReport(pages: [], problems: manifest.problems)
    for page in pages {
        switch page {
        case .success(let page): report.pages.append(page)
        case .failure(let error):
            report.problems.append(SourceProblem(path: error.path, reason: error.reason))
        }
    }
    return report
}

private func score(
    _ row: SourceEntry, of manifest: Manifest, _ plugins: PluginSet
) -> Result<PageScore, SourceError> {
    do throws(SourceError) {
        let page = try manifest.page(row)
        do throws(SourceError) {
            return .success(PageScore(page, document: try document(page, of: manifest, plugins)))
        } catch {
            // Everything about it is missed.
            var score = PageScore(page, document: Document(identifier: page.identifier))
            score.problem = error.reason
            return .success(score)
        }
    } catch {
        return .failure(error)
    }
}

private func document(
    _ page: LabelledPage, of manifest: Manifest, _ plugins: PluginSet
) throws(SourceError) -> Document {
    let input = try manifest.input(page)
    guard let plugin = plugins.format(for: input) else {
        throw SourceError(path: page.path, reason: "no plugin reads this format")
    }
    do throws(FormatError) {
        return try plugin.read(input)
    } catch {
        throw SourceError(path: page.path, reason: error.description)
    }
}

/// The results of `work` for 0..<count, in order, made on all processors.
func inParallel<Result: Sendable>(_ count: Int, _ work: @Sendable (Int) -> Result) -> [Result] {
    let results = Mutex([Result?](repeating: nil, count: count))
    DispatchQueue.concurrentPerform(iterations: count) { index in
        let result = work(index)
        results.withLock { $0[index] = result }
    }
    return results.withLock { $0.compactMap { $0 } }
}
