import PluginAPI
import XMLReading

/// The items of a feed: RSS, Atom or RDF. Nil when the bytes are none, as most files of XML are.
///
/// An item is named by its `guid` or `id`, else by its link, else by its number.
func feedItems(_ bytes: ContainerBytes) throws(SourceError) -> LoadedMembers? {
    var feed = Feed()
    let isWhole = readXML(try bytes.held()) { feed.take($0) }
    guard feed.isFeed else { return nil }
    let members = feed.items.enumerated().map { number, item in
        let content = item.content(of: feed)
        let name = item["guid"] ?? item["id"] ?? item.link ?? "item-\(number + 1)"
        return (MemberHeader(name: name, byteCount: content.bytes.count), content)
    }
    return LoadedMembers(members, problem: isWhole ? nil : "is not well formed; the items before are read")
}

/// What a feed says of one article.
private struct FeedItem {
    /// The texts of its elements, by names as they are usually written: `dc:creator`.
    var values: [String: [String]] = [:]
    var link: String?
    var html: String?

    subscript(name: String) -> String? { values[name]?.first { !$0.trimmingSpace.isEmpty }?.trimmingSpace }

    var authors: [String] {
        let named = (values["author/name"] ?? []) + (values["dc:creator"] ?? [])
        // RSS has an address, with the name in parentheses after it.
        let addressed = (values["author"] ?? []).compactMap { text -> String? in
            if let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")"), open < close {
                return String(text[text.index(after: open)..<close])
            }
            return text.contains("@") ? nil : text
        }
        var authors: [String] = []
        for name in (named.isEmpty ? addressed : named).map(\.trimmingSpace)
        where !name.isEmpty && !authors.contains(name) { authors.append(name) }
        return authors
    }

    /// A page of the item's text, with what the feed knows of it.
    func content(of feed: Feed) -> MemberContent {
        var known = KnownMetadata()
        known.title = self["title"]
        known.authors = authors.isEmpty ? feed.about.authors : authors
        let dates = ["pubDate", "published", "dc:date", "dcterms:created", "issued", "updated"]
        known.published = dates.lazy.compactMap { self[$0] }.compactMap { CalendarDate(feedDate: $0) }.first
        known.publisher = feed.about["title"]
        known.language = self["dc:language"] ?? feed.about["language"] ?? feed.about["dc:language"]
        known.canonicalURL = link.flatMap { $0.contains("://") ? $0 : nil }
        let bodies = [html, self["content:encoded"], self["content"], self["description"], self["summary"]]
        let body = bodies.lazy.compactMap { $0 }.first ?? escapedMarkup(known.title ?? "")
        return MemberContent(
            bytes: Array("<html><body><article>\(body)</article></body></html>".utf8),
            mediaType: "text/html; charset=utf-8", known: known)
    }
}

/// A feed on its way from events to items.
private struct Feed {
    private(set) var isFeed = false
    private(set) var items: [FeedItem] = []
    /// What the feed says of itself.
    private(set) var about = FeedItem()
    private var depth = 0
    /// Depth of the elements that describe an item, or the feed; what is below belongs to their text.
    private var itemDepth: Int?
    private var item = FeedItem()
    private var field: XMLElement?
    private var text: [UInt8] = []
    private var markup: [UInt8] = []

    init() {}

    /// - Returns: false where there is nothing to be found.
    mutating func take(_ event: XMLEvent) -> Bool {
        switch event {
        case .start(let element):
            depth += 1
            return start(element)
        case .text(let bytes):
            if field != nil {
                text += bytes
                markup += escapedMarkup(String(decoding: bytes, as: UTF8.self)).utf8
            }
        case .end(let name):
            end(name)
            depth -= 1
        }
        return items.count < ContainerLimits.memberCount
    }

    private mutating func start(_ element: XMLElement) -> Bool {
        if depth == 1 {
            isFeed = ["rss", "feed", "RDF"].contains(element.name.localName)
            if let language = element.attributes["xml:lang"] { about.values["language"] = [language] }
            return isFeed
        }
        if field != nil {
            markup += "<\(element.name.localName)>".utf8
            if element.name.localName == "name" { text = [] }
        } else if itemDepth == nil, ["item", "entry"].contains(element.name.localName) {
            (itemDepth, item) = (depth, FeedItem())
        } else if depth <= (itemDepth ?? 2) + 1, element.name != "channel" {
            (field, text, markup) = (element, [], [])
            takeLink(element)
        }
        return true
    }

    private mutating func takeLink(_ element: XMLElement) {
        guard itemDepth != nil, element.name.localName == "link", let address = element.attributes["href"],
            (element.attributes["rel"] ?? "alternate") == "alternate", item.link == nil
        else { return }
        item.link = address
    }

    private mutating func end(_ name: String) {
        if let depth = itemDepth, depth == self.depth {
            if item.link == nil { item.link = item["link"] ?? item["guid"] }
            items.append(item)
            itemDepth = nil
        }
        guard let field else { return }
        if field.name == name, depth <= (itemDepth ?? 2) + 1 {
            finish(field)
            self.field = nil
        } else {
            markup += "</\(name.localName)>".utf8
            if name.localName == "name" { add(String(decoding: text, as: UTF8.self), to: "author/name") }
        }
    }

    private mutating func finish(_ field: XMLElement) {
        let isMarkup = field.attributes["type"] == "xhtml" || field.name.localName == "body"
        if isMarkup, itemDepth != nil {
            item.html = String(decoding: markup, as: UTF8.self)
        } else if field.attributes["type"] == "text", field.name != "title" {
            add(String(decoding: markup, as: UTF8.self), to: field.name)
        } else if field.name == "title", field.attributes["type"] == "html" {
            add(withoutTags(String(decoding: text, as: UTF8.self)), to: field.name)
        } else if field.attributes["href"] == nil {
            add(String(decoding: text, as: UTF8.self), to: field.name)
        }
    }

    private mutating func add(_ value: String, to name: String) {
        if itemDepth != nil {
            item.values[name, default: []].append(value)
        } else {
            about.values[name, default: []].append(value)
        }
    }
}

/// HTML of a line without its tags.
private func withoutTags(_ html: String) -> String {
    var (text, isInTag) = ("", false)
    for character in html {
        if character == "<" { isInTag = true }
        if !isInTag { text.append(character) }
        if character == ">" { isInTag = false }
    }
    return text
}

/// Text as it stands in HTML.
private func escapedMarkup(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "<": escaped += "&lt;"
        case ">": escaped += "&gt;"
        case "&": escaped += "&amp;"
        default: escaped.unicodeScalars.append(scalar)
        }
    }
    return escaped
}

extension CalendarDate {
    /// The day of `2019-05-04T10:00:00Z` or of `Sat, 04 May 2019 10:00:00 GMT`, in the time zone it is given in.
    init?(feedDate text: String) {
        if let date = CalendarDate(iso8601: text) {
            self = date
            return
        }
        // Source: RFC 822, section 5, with the years of four digits of RFC 2822.
        let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
        let words = text.lowercased().split(whereSeparator: { $0 == " " || $0 == "," || $0 == "-" })
        guard let place = words.firstIndex(where: { months.contains(String($0.prefix(3))) }), place > 0,
            place + 1 < words.count, let month = months.firstIndex(of: String(words[place].prefix(3))),
            let day = Int(words[place - 1]), let year = Int(words[place + 1]), year >= 0
        else { return nil }
        let century = year >= 100 ? 0 : year < 50 ? 2000 : 1900
        self.init(year: century + year, month: month + 1, day: day)
    }
}
