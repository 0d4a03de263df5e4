import PluginAPI
import TextFormat

/// What a page says about its article in its head.
struct PageMetadata {
    var title: String?
    var authors: [String] = []
    var published: CalendarDate?
    var publisher: String?
    var language: String?
    var canonicalURL: String?

    init(nodes: [HTMLNode]) {
        var meta: [String: String] = [:]
        var heading: String?
        var pageTitle: String?
        var json = ""
        var time: String?
        for (index, node) in nodes.enumerated() where !node.isText {
            switch node.tag {
            case "meta":
                let name =
                    node.attributes["property"] ?? node.attributes["name"] ?? node.attributes["itemprop"]
                if let name = name?.lowercased(), let content = node.attributes["content"], meta[name] == nil
                {
                    meta[name] = content
                }
            case "html": language = node.attributes["lang"]
            case "link" where node.attributes["rel"] == "canonical": canonicalURL = node.attributes["href"]
            case "h1" where heading == nil: heading = Self.text(nodes, index)
            case "title" where pageTitle == nil: pageTitle = Self.text(nodes, index)
            case "time" where time == nil: time = node.attributes["datetime"]
            // Source: the hAtom microformat, which blogs used before `time`.
            case "abbr" where time == nil && node.attributes["class"] == "published":
                time = node.attributes["title"]
            case "script" where node.attributes["type"] == "application/ld+json":
                json += Self.text(nodes, index)
            default: break
            }
        }
        let linked = LinkedData(json)
        publisher = meta["og:site_name"]
        title = [meta["og:title"], linked.value("headline"), heading, Self.withoutSite(pageTitle)]
            .compactMap { $0 }.first { !$0.utf8.allSatisfy { $0 <= 0x20 } }
        let author = linked.author ?? meta["author"] ?? meta["article:author"]
        if let author, !author.contains("://") {
            authors = Byline.split(author)
        } else {
            authors = Self.linkedAuthor(nodes)
        }
        let dates = [
            linked.value("datePublished"), meta["article:published_time"], meta["date"], meta["dc.date"],
            meta["pubdate"], meta["datepublished"], time,
        ]
        published = dates.compactMap { $0 }.compactMap { CalendarDate(iso8601: $0) }.first
    }

    /// The name in the first `rel="author"`, or in an hAtom author's `fn` outside comments.
    private static func linkedAuthor(_ nodes: [HTMLNode]) -> [String] {
        func words(_ index: Int) -> [Substring] {
            guard index >= 0 else { return [] }
            return (nodes[index].attributes["class"] ?? "").split(separator: " ")
        }
        for (index, node) in nodes.enumerated() where !node.isText && node.tag != "link" {
            let around = words(node.parent)
            let isCard =
                words(index).contains("fn") && around.contains("vcard") && !around.contains("comment-author")
            guard isCard || node.attributes["rel"] == "author" else { continue }
            if let names = Byline.authors(Array(("By " + text(nodes, index)).utf8)) { return names }
        }
        return []
    }

    private static func text(_ nodes: [HTMLNode], _ index: Int) -> String {
        let inner = nodes[index..<max(nodes[index].end, index + 1)].flatMap(\.text)
        let words = String(decoding: inner, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        return words.joined(separator: " ")
    }

    /// `Story | Site` without the site.
    private static func withoutSite(_ title: String?) -> String? {
        guard let title else { return nil }
        let words = title.split(separator: " ")
        guard let cut = words.lastIndex(where: { $0 == "|" || $0 == "-" || $0 == "–" || $0 == "»" }), cut >= 3
        else { return title }
        return words[..<cut].joined(separator: " ")
    }
}

/// Finds strings by key in JSON-LD without reading its structure.
struct LinkedData {
    private let bytes: [UInt8]

    init(_ json: String) { bytes = Array(json.utf8) }

    func value(_ key: String) -> String? { value(key, from: 0).map(\.text) }

    /// The author itself, or its name.
    var author: String? {
        guard let colon = position(of: "author", from: 0) else { return nil }
        var index = colon
        while index < bytes.count, bytes[index] <= 0x20 || bytes[index] == 0x5B { index += 1 }
        guard index < bytes.count else { return nil }
        return bytes[index] == 0x22 ? string(at: index) : value("name", from: index)?.text
    }

    private func value(_ key: String, from start: Int) -> (text: String, end: Int)? {
        guard var index = position(of: key, from: start) else { return nil }
        while index < bytes.count, bytes[index] <= 0x20 { index += 1 }
        guard index < bytes.count, bytes[index] == 0x22 else { return nil }
        return string(at: index).map { ($0, index) }
    }

    /// Index after `"key":`.
    private func position(of key: String, from start: Int) -> Int? {
        let needle = Array("\"\(key)\"".utf8)
        var index = start
        while index + needle.count < bytes.count {
            if bytes[index] == 0x22, bytes[index..<index + needle.count].elementsEqual(needle) {
                var after = index + needle.count
                while after < bytes.count, bytes[after] <= 0x20 { after += 1 }
                if after < bytes.count, bytes[after] == 0x3A { return after + 1 }
            }
            index += 1
        }
        return nil
    }

    /// The string that begins with the quote at `index`; nil when it has no end or a \u escape.
    private func string(at index: Int) -> String? {
        var text: [UInt8] = []
        var position = index + 1
        while position < bytes.count, text.count < 2000 {
            if bytes[position] == 0x22 { return String(decoding: text, as: UTF8.self) }
            if bytes[position] == 0x5C {
                position += 1
                if position >= bytes.count || bytes[position] == 0x75 { return nil }
            }
            text.append(bytes[position])
            position += 1
        }
        return nil
    }
}
