import PluginAPI
import TextFormat

/// Chooses the authors among the signals of a page, in the order that `PageMetadata` states.
struct PageAuthors {
    struct Candidate {
        var names: [String]
        var signal: MetadataSignal
        /// Whether it lists authors and nothing else: an element's class may mean an author's office and town too.
        var isList = true
    }

    private(set) var chosen: Candidate?

    /// A byline of more names names those whom the article quotes.
    private static let longestExtension = 8

    init(
        _ page: HTMLPage, _ marked: PageSignals, _ linked: LinkedData, _ nearby: NearbyMarks,
        _ lines: PageLines,
        _ titles: PageTitle
    ) {
        let stated = [Candidate(names: linked.authors, signal: .jsonLD)]
        let written = lines.lines.compactMap { line in
            line.authors.map { Candidate(names: $0, signal: .byline) }
        }
        let middle = Self.metas(marked) + nearby.authors(page) + written
        let all = (linked.isArticle ? stated + middle : middle + stated).filter { !$0.names.isEmpty }
        let people = all.map { candidate in
            var people = candidate
            people.names.removeAll { Byline.isOrganization($0) || titles.isSite($0.utf8) }
            return people
        }
        chosen =
            people.first { $0.names.contains(where: Self.isFullName) }
            ?? people.first { !$0.names.isEmpty && !$0.names.allSatisfy(Self.isHandle) } ?? all.first
        if let first = chosen, let longer = people.first(where: { Self.extends(first, $0) }) {
            chosen = longer
        }
    }

    /// The `meta` elements of one name together, as several of them name several authors.
    private static func metas(_ marked: PageSignals) -> [Candidate] {
        var found: [Candidate] = []
        var rank = -1
        for meta in marked.contents(.authors) {
            let names = Byline.split(String(decoding: meta.content, as: UTF8.self))
            if meta.meaning.rank == rank, let last = found.indices.last {
                found[last].names += names.filter { !found[last].names.contains($0) }
            } else {
                found.append(Candidate(names: names, signal: meta.meaning.signal))
            }
            rank = meta.meaning.rank
        }
        return found
    }

    /// Whether a list names all of another and more.
    private static func extends(_ shorter: Candidate, _ longer: Candidate) -> Bool {
        guard longer.isList, longer.names.count > shorter.names.count, longer.names.count <= longestExtension,
            longer.names.allSatisfy(isFullName)
        else { return false }
        let keys = longer.names.map { PageTitle.key($0.utf8) }
        return shorter.names.allSatisfy { keys.contains(PageTitle.key($0.utf8)) }
    }

    private static func isFullName(_ name: String) -> Bool {
        name.contains(" ") || (name.first?.isLetter == true && name.first?.isCased == false)
    }

    /// A name of an account.
    private static func isHandle(_ name: String) -> Bool { name.first?.isUppercase != true }
}
