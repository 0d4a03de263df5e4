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

    init(page: HTMLPage) {
        var meta: [String: String] = [:]
        var heading: String?
        var pageTitle: String?
        var json = ""
        var time: String?
        func string(_ bytes: ArraySlice<UInt8>?) -> String? {
            bytes.map { String(decoding: $0, as: UTF8.self) }
        }
        for (index, node) in page.nodes.enumerated() where node.tag != .text {
            func value(_ name: HTMLAttribute) -> String? { string(page.value(name, of: index)) }
            switch node.tag {
            case .meta:
                let name = value(.property) ?? value(.name) ?? value(.itemprop)
                if let name = name?.lowercased(), let content = value(.content), meta[name] == nil {
                    meta[name] = content
                }
            case .html: language = value(.lang)
            case .link where value(.rel) == "canonical": canonicalURL = value(.href)
            case .h1 where heading == nil: heading = Self.text(page, index)
            case .title where pageTitle == nil: pageTitle = Self.text(page, index)
            case .time where time == nil: time = value(.datetime)
            // Source: the hAtom microformat, which blogs used before `time`.
            case .abbr where time == nil && value(.class) == "published": time = value(.title)
            default: break
            }
        }
        for script in page.linkedData { json += String(decoding: script, as: UTF8.self) }
        let linked = LinkedData(json)
        publisher = meta["og:site_name"]
        title = [meta["og:title"], linked.value("headline"), heading, Self.withoutSite(pageTitle)]
            .compactMap { $0 }.first { !$0.utf8.allSatisfy { $0 <= 0x20 } }
        let author = linked.author ?? meta["author"] ?? meta["article:author"]
        if let author, !author.contains("://") {
            authors = Byline.split(author)
        } else {
            authors = Self.linkedAuthor(page)
        }
        let dates = [
            linked.value("datePublished"), meta["article:published_time"], meta["date"], meta["dc.date"],
            meta["pubdate"], meta["datepublished"], time,
        ]
        published = dates.compactMap { $0 }.compactMap { CalendarDate(iso8601: $0) }.first
    }

    /// The name in the first `rel="author"`, or in an hAtom author's `fn` outside comments.
    private static func linkedAuthor(_ page: HTMLPage) -> [String] {
        func words(_ index: Int) -> [Substring] {
            guard index >= 0, let value = page.value(.class, of: index) else { return [] }
            return String(decoding: value, as: UTF8.self).split(separator: " ")
        }
        for (index, node) in page.nodes.enumerated() where node.tag != .text && node.tag != .link {
            let around = words(Int(node.parent))
            let isCard =
                words(index).contains("fn") && around.contains("vcard") && !around.contains("comment-author")
            let isLinked = page.value(.rel, of: index)?.elementsEqual("author".utf8) ?? false
            guard isCard || isLinked else { continue }
            if let names = Byline.authors(Array(("By " + text(page, index)).utf8)) { return names }
        }
        return []
    }

    private static func text(_ page: HTMLPage, _ index: Int) -> String {
        String(decoding: page.innerText(index), as: UTF8.self)
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
