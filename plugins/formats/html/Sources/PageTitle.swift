import PluginAPI
import TextFormat

/// Chooses the title of an article, and cuts the site's name off it.
struct PageTitle {
    struct Candidate {
        var text: [UInt8]
        var signal: MetadataSignal
    }

    /// Names of the site, letters and digits only, in lower case.
    private let sites: [[UInt8]]

    private static let separators = [
        " | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " • ", " ~ ", "|", " / ",
    ]
    .map { Array($0.utf8) }

    /// - Parameter sites: what the page's other signals call the site, and its host's name.
    init(sites: [[UInt8]]) {
        self.sites = sites.map(Self.key).filter { $0.count >= 2 }
    }

    /// Letters and digits in lower case, which two forms of one title share.
    static func key(_ text: some Sequence<UInt8>) -> [UInt8] {
        var key: [UInt8] = []
        for byte in text {
            if byte &- 0x41 < 26 {
                key.append(byte | 0x20)
            } else if byte &- 0x61 < 26 || byte &- 0x30 < 10 || (byte >= 0xC3 && byte != 0xE2)
                || (key.last ?? 0) >= 0xC3
            {
                // The bytes of a letter beyond ASCII; dashes and quotes begin with E2.
                key.append(byte)
            }
        }
        return key
    }

    /// Whether a text is nothing but a name of the site.
    ///
    /// - Parameter isLoose: whether a longer or a shorter form of the name is one too.
    func isSite(_ text: some Sequence<UInt8>, isLoose: Bool = false) -> Bool {
        func key(_ text: some Sequence<UInt8>) -> ArraySlice<UInt8> {
            let key = Self.key(text)
            return key.starts(with: "the".utf8) ? key.dropFirst(3) : key[...]
        }
        let wanted = key(text)
        guard wanted.count >= 2 else { return false }
        return sites.contains { site in
            let site = key(site)
            if site.elementsEqual(wanted) { return true }
            // `Bay News` of `baynewsonline`, `Bay News Online` of `Bay News`.
            guard isLoose, wanted.count >= 4, site.count >= 4, wanted.count <= site.count + 8 else {
                return false
            }
            return site.starts(with: wanted) || wanted.starts(with: site)
                || wanted.suffix(site.count).elementsEqual(site)
        }
    }

    /// Without the names of the site at its ends; the title itself where nothing else would be left.
    func withoutSite(_ title: [UInt8]) -> [UInt8] {
        var title = title[...]
        while let (range, width) = lastSeparator(title), isSite(title[(range + width)...], isLoose: true) {
            title = title[..<range].trimmed
        }
        while let (range, width) = firstSeparator(title), isSite(title[..<range]) {
            title = title[(range + width)...].trimmed
        }
        return Array(title)
    }

    private func lastSeparator(_ title: ArraySlice<UInt8>) -> (Int, Int)? {
        var index = title.endIndex - 1
        while index > title.startIndex {
            if let width = Self.separator(title, index) { return (index, width) }
            index -= 1
        }
        return nil
    }

    private func firstSeparator(_ title: ArraySlice<UInt8>) -> (Int, Int)? {
        title.indices.dropFirst().lazy.compactMap { index in Self.separator(title, index).map { (index, $0) }
        }.first
    }

    private static func separator(_ title: ArraySlice<UInt8>, _ index: Int) -> Int? {
        guard title[index] == 0x20 || title[index] == 0x7C else { return nil }
        return separators.first { title[index...].starts(with: $0) }?.count
    }

    /// The page's `title` element cut where nothing says what the site's name is: a short end after a separator.
    func withoutTail(_ title: [UInt8]) -> [UInt8] {
        let known = withoutSite(title)
        guard known.count == title.count, let (range, width) = lastSeparator(title[...]) else { return known }
        let head = title[..<range].trimmed
        func wordCount(_ text: ArraySlice<UInt8>) -> Int { text.split(separator: 0x20).count }
        let tail = title[(range + width)...]
        return wordCount(head) >= 3 && wordCount(tail) <= 5 && wordCount(tail) < wordCount(head)
            ? Array(head) : title
    }

    /// The heading that a reader sees, where another signal says the same; else what the signals agree on.
    func choose(headings: [Candidate], stated: [Candidate], element: Candidate?) -> Candidate? {
        let headings = headings.filter { !$0.text.isEmpty && !isSite($0.text) }
        let others = stated + (element.map { [$0] } ?? [])
        var best: (score: Double, candidate: Candidate)?
        for heading in headings {
            let score = others.map { Self.likeness(heading.text, $0.text) }.max() ?? 0
            if score > best?.score ?? 0 { best = (score, heading) }
        }
        if let best, best.score >= 0.6 { return Self.withoutLabel(best.candidate, others: others) }
        let usable = stated.filter { !$0.text.isEmpty && !isSite($0.text) }
        if let first = usable.first { return first }
        if let element, !element.text.isEmpty, !isSite(element.text), headings.isEmpty { return element }
        return headings.first ?? element ?? stated.first
    }

    /// A heading without the label that stands in it (`News` over the title), where others state the rest alone.
    private static func withoutLabel(_ heading: Candidate, others: [Candidate]) -> Candidate {
        let whole = key(heading.text)
        let bare = others.first { other in
            let part = key(other.text)
            // `Colleges: …` belongs to its title.
            return part.count * 3 >= whole.count * 2 && part.count < whole.count
                && !heading.text.dropLast(other.text.count).contains(0x3A)
                && whole.suffix(part.count).elementsEqual(part)
        }
        return bare.map { Candidate(text: $0.text, signal: heading.signal) } ?? heading
    }

    /// The part of the words of the shorter text that the other has too, 0...1.
    static func likeness(_ left: [UInt8], _ right: [UInt8]) -> Double {
        let leftWords = words(left)
        let rightWords = words(right)
        guard !leftWords.isEmpty, !rightWords.isEmpty else { return 0 }
        let common = leftWords.intersection(rightWords).count
        let size = min(leftWords.count, rightWords.count)
        // A single common word is no likeness of longer titles.
        if size == 1, max(leftWords.count, rightWords.count) > 3 { return 0 }
        return Double(common) / Double(size)
    }

    private static func words(_ text: [UInt8]) -> Set<[UInt8]> {
        Set(text.prefix(600).split(separator: 0x20).map { key($0) }.filter { !$0.isEmpty })
    }
}
