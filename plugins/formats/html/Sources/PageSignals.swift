import PluginAPI
import TextFormat

/// Everything on a page that may state a fact about its article, gathered in one pass over its nodes.
struct PageSignals {
    /// A `meta` element that states a field.
    struct Meta {
        var meaning: MetaNames.Meaning
        var content: [UInt8]
    }

    /// A node that names an author or holds a date, by its markup.
    struct Mark {
        enum Kind { case author, published, modified, date }
        var kind: Kind
        var node: Int
        var signal: MetadataSignal
    }

    private(set) var metas: [Meta] = []
    private(set) var marks: [Mark] = []
    private(set) var language: [UInt8]?
    private(set) var canonical: [UInt8]?
    /// The first `title` element.
    private(set) var titleElement: Int?
    private(set) var headings: [Int] = []
    /// Elements that microdata or a class calls the headline.
    private(set) var headlines: [Int] = []
    private(set) var section: Int?

    /// The digit after which a card's value names the author.
    private var cardNumber: UInt8?

    /// A page that repeats a mark more often is a list.
    private static let markLimit = 300

    private var memo = NameMemo<MarkWords>()

    init(_ page: HTMLPage) {
        for index in page.nodes.indices where page.nodes[index].tag != .text {
            switch page.nodes[index].tag {
            case .meta: readMeta(page, index)
            case .html:
                if language == nil { language = page.value(.lang, of: index).map { Array($0) } }
            case .link:
                let isCanonical = page.value(.rel, of: index)?.elementsEqual("canonical".utf8) == true
                if isCanonical, canonical == nil {
                    canonical = page.value(.href, of: index).map { Array($0) }
                }
            case .title:
                if titleElement == nil { titleElement = index }
            case .h1:
                if headings.count < 20 { headings.append(index) }
                readMarks(page, index)
            default: readMarks(page, index)
            }
        }
    }

    private mutating func readMeta(_ page: HTMLPage, _ index: Int) {
        guard let content = page.value(.content, of: index), !content.isEmpty, metas.count < 500 else {
            return
        }
        let stated = page.value(.property, of: index) ?? page.value(.name, of: index)
        let name = stated ?? page.value(.itemprop, of: index)
        guard let name, name.count <= 40 else { return }
        if name.startsFolded("twitter:label") || name.startsFolded("twitter:data") {
            return readCard(name, content)
        }
        guard let meaning = MetaNames.meaning(String(decoding: name.lowered, as: UTF8.self)) else { return }
        var own = meaning
        if stated == nil { own.signal = .microdata }
        metas.append(Meta(meaning: own, content: MarkupText.plain(content.characters(limit: 2000))))
    }

    /// A card of a link to the page labels its values: `twitter:label1` "Written by", `twitter:data1` "Ann Lee".
    private mutating func readCard(_ name: ArraySlice<UInt8>, _ content: ArraySlice<UInt8>) {
        if name.startsFolded("twitter:label") {
            cardNumber = Byline.isLabel(content) ? name.last : nil
        } else if let cardNumber, name.last == cardNumber {
            let meaning = MetaNames.Meaning(field: .authors, rank: MetaNames.cardRank, signal: .meta)
            metas.append(Meta(meaning: meaning, content: MarkupText.plain(content.characters(limit: 2000))))
        }
    }

    private mutating func readMarks(_ page: HTMLPage, _ index: Int) {
        let node = page.nodes[index]
        var found = MarkWords()
        var signal = MetadataSignal.byline
        if node.tag == .time { (found, signal) = (.date, .timeElement) }
        for attribute in page.attributes[Int(node.start)..<Int(node.start + node.count)] {
            let range = Int(attribute.start)..<Int(attribute.start + attribute.count)
            let value = page.bytes[range]
            switch attribute.name {
            case .itemprop, .property:
                let words = MarkWords.property(value)
                if !words.isEmpty { (found, signal) = (words, .microdata) }
            case .rel:
                if value.elementsEqual("author".utf8), node.tag != .link { found.insert(.author) }
            case .class, .id, .dataTest, .dataComponent, .dataType:
                found.formUnion(memo.meaning(of: range, in: page.bytes, MarkWords.name))
            default: break
            }
        }
        guard !found.isEmpty else { return }
        if found.contains(.headline), headlines.count < 20, node.tag.isHeading || signal == .microdata {
            headlines.append(index)
        }
        if found.contains(.section), section == nil { section = index }
        guard marks.count < Self.markLimit else { return }
        let dateSignal: MetadataSignal = signal == .byline ? .dateline : signal
        if found.contains(.author) { marks.append(Mark(kind: .author, node: index, signal: signal)) }
        if found.contains(.published) {
            marks.append(Mark(kind: .published, node: index, signal: dateSignal))
        } else if found.contains(.modified) {
            marks.append(Mark(kind: .modified, node: index, signal: dateSignal))
        } else if found.contains(.date) {
            marks.append(Mark(kind: .date, node: index, signal: dateSignal))
        }
    }

    /// The contents of the `meta` elements of a field, those believed first before the others.
    func contents(_ field: MetadataField) -> [Meta] {
        // Stable, as names of several authors stand in order.
        metas.enumerated().filter { $0.element.meaning.field == field }
            .sorted { ($0.element.meaning.rank, $0.offset) < ($1.element.meaning.rank, $1.offset) }.map(
                \.element)
    }
}

/// What names given to an element say of it.
struct MarkWords: OptionSet {
    let rawValue: UInt8

    static let author = MarkWords(rawValue: 1)
    static let published = MarkWords(rawValue: 2)
    static let modified = MarkWords(rawValue: 4)
    /// A date, it does not say of what.
    static let date = MarkWords(rawValue: 8)
    static let headline = MarkWords(rawValue: 16)
    static let section = MarkWords(rawValue: 32)

    /// By the byte they begin with.
    private static let parts: [[(bytes: [UInt8], words: MarkWords)]] = {
        let names: [(MarkWords, String)] = [
            (.author, "author byline autor auteur writer reporter contributor vcard"),
            (.date, "date time publish posted"), (.published, "pubdate"), (.modified, "updated modified"),
            (.headline, "headline title"),
        ]
        var table = [[(bytes: [UInt8], words: MarkWords)]](repeating: [], count: 256)
        for (words, list) in names {
            for name in list.split(separator: " ").map({ Array($0.utf8) }) {
                table[Int(name[0])].append((name, words))
                table[Int(name[0] & 0xDF)].append((name, words))
            }
        }
        return table
    }()

    /// Of a microdata or RDFa property.
    static func property(_ value: ArraySlice<UInt8>) -> MarkWords {
        guard value.count <= 60 else { return [] }
        let name = value.lowered
        func ends(_ text: String) -> Bool { name.suffix(text.utf8.count).elementsEqual(text.utf8) }
        if ends("datepublished") || ends("datecreated") { return .published }
        if ends("datemodified") { return .modified }
        if ends("author") || ends("creator") { return .author }
        if ends("headline") { return .headline }
        return ends("articlesection") ? .section : []
    }

    /// Of a class or an id.
    static func name(_ value: ArraySlice<UInt8>) -> MarkWords {
        var found = MarkWords()
        guard value.count <= 400 else { return [] }
        var index = value.startIndex
        while index < value.endIndex {
            for part in parts[Int(value[index])] where value[index...].startsFolded(part.bytes) {
                found.formUnion(part.words)
            }
            index += 1
        }
        return found
    }
}

extension ArraySlice<UInt8> {
    /// Starts with `prefix`, given in lower case, in any ASCII case.
    fileprivate func startsFolded(_ prefix: [UInt8]) -> Bool {
        guard prefix.count <= count else { return false }
        var index = startIndex
        for wanted in prefix {
            let byte = self[index]
            guard (byte &- 0x41 < 26 ? byte | 0x20 : byte) == wanted else { return false }
            index += 1
        }
        return true
    }
}
