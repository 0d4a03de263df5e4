import ArchiveReading
import PluginAPI
import XMLReading

/// The chapters of a book (EPUB), in the order in which they are read.
///
/// Source: EPUB 3.3, https://www.w3.org/TR/epub-33/; EPUB 2 differs in its table of contents alone.
func bookChapters(_ bytes: ContainerBytes) throws(SourceError) -> LoadedMembers {
    let files = try bookFiles(bytes)
    guard let container = files["META-INF/container.xml"] else {
        throw SourceError(path: "", reason: "is no book: it has no META-INF/container.xml")
    }
    var packagePath: String?
    _ = readXML(container) { event in
        if case .start(let element) = event, element.name.localName == "rootfile", packagePath == nil {
            packagePath = element.attributes["full-path"]
        }
        return packagePath == nil
    }
    guard let packagePath, let package = files[packagePath] else {
        throw SourceError(path: "", reason: "is no book: it lacks the list of its chapters")
    }
    let book = BookPackage(package, at: packagePath, in: files)
    guard !files.keys.contains("META-INF/encryption.xml") || book.isReadable(files) else {
        throw SourceError(path: "", reason: "is encrypted")
    }
    let chapters = book.chapters.compactMap { path -> (MemberHeader, MemberContent)? in
        guard let bytes = files[path], hasText(bytes) else { return nil }
        var known = book.known
        if let title = known.title, let label = book.labels[path], label != title {
            known.title = "\(label) – \(title)"
        }
        return (
            MemberHeader(path: path, byteCount: bytes.count),
            MemberContent(bytes: bytes, mediaType: "application/xhtml+xml", known: known)
        )
    }
    return LoadedMembers(chapters, problem: nil)
}

/// The files of a book that hold text, by path.
private func bookFiles(_ bytes: ContainerBytes) throws(SourceError) -> [String: [UInt8]] {
    let members = try ArchiveMembers(bytes)
    var (files, byteCount) = ([String: [UInt8]](), 0)
    while let header = try members.next() {
        let endings: Set = ["xhtml", "html", "htm", "xml", "opf", "ncx"]
        guard !fileEndings(header.path).isDisjoint(with: endings) else { continue }
        byteCount += min(header.byteCount, ContainerLimits.heldByteCount + 1)
        guard byteCount <= ContainerLimits.heldByteCount else {
            throw SourceError(
                path: "", reason: "has more than \(ContainerLimits.heldByteCount >> 20) MiB of text")
        }
        files[header.path] = try members.content().bytes
    }
    return files
}

/// Whether a chapter holds more than pictures: something between its tags, after its head.
private func hasText(_ page: [UInt8]) -> Bool {
    var isInTag = false
    var rest = page[...]
    let body = Array("<body".utf8)
    while let tag = rest.firstIndex(of: UInt8(ascii: "<")) {
        rest = rest[tag...]
        if rest.starts(with: body) { break }
        rest = rest.dropFirst()
    }
    for byte in rest {
        if byte == UInt8(ascii: "<") { isInTag = true }
        if !isInTag, byte > 0x20 { return true }
        if byte == UInt8(ascii: ">") { isInTag = false }
    }
    return false
}

/// What a book says of itself.
private struct BookPackage {
    var known = KnownMetadata()
    /// Paths of the files that are read one after another.
    var chapters: [String] = []
    /// By a chapter's path, what the table of contents calls it.
    var labels: [String: String] = [:]

    private struct Item {
        var path: String
        var mediaType: String
        var isContents: Bool
    }

    init(_ package: [UInt8], at path: String, in files: [String: [UInt8]]) {
        var (items, order, field, text) = ([String: Item](), [String](), "", [UInt8]())
        var known = KnownMetadata()
        _ = readXML(package) { event in
            switch event {
            case .start(let element):
                let attributes = element.attributes
                (field, text) = (element.name, [])
                if element.name.localName == "item", let id = attributes["id"], let href = attributes["href"]
                {
                    items[id] = Item(
                        path: resolved(href, from: path), mediaType: attributes["media-type"] ?? "",
                        isContents: attributes["properties"]?.split(separator: " ").contains("nav") == true)
                } else if element.name.localName == "itemref", let id = attributes["idref"] {
                    order.append(id)
                }
            case .text(let bytes): text += bytes
            case .end(let name):
                if name == field { Self.take(name, String(decoding: text, as: UTF8.self), into: &known) }
                field = ""
            }
            return true
        }
        self.known = known
        let contents = items.values.filter { $0.isContents || $0.mediaType == "application/x-dtbncx+xml" }
        for item in contents.sorted(by: { $0.path < $1.path }) {
            labels.merge(Self.labels(files[item.path] ?? [], at: item.path)) { first, _ in first }
        }
        chapters = order.compactMap { items[$0] }.filter { !$0.isContents }.map(\.path)
    }

    /// False when no chapter looks like a page: with fonts alone encrypted, all of them do.
    func isReadable(_ files: [String: [UInt8]]) -> Bool {
        chapters.contains { files[$0]?.prefix(512).contains(UInt8(ascii: "<")) == true }
    }

    private static func take(_ name: String, _ text: String, into known: inout KnownMetadata) {
        let text = text.trimmingSpace
        guard !text.isEmpty else { return }
        switch name {
        case "dc:title": if known.title == nil { known.title = text }
        case "dc:creator": if !known.authors.contains(text) { known.authors.append(text) }
        case "dc:publisher": if known.publisher == nil { known.publisher = text }
        case "dc:language": if known.language == nil { known.language = text }
        case "dc:date": if known.published == nil { known.published = CalendarDate(iso8601: text) }
        default: break
        }
    }

    /// The labels of a table of contents, whether `a href` of a page or `navPoint` of an NCX.
    private static func labels(_ contents: [UInt8], at path: String) -> [String: String] {
        var (labels, target, text, label) = ([String: String](), "", [UInt8](), "")
        func note() {
            let name = String(decoding: text, as: UTF8.self).split(whereSeparator: \.isWhitespace)
                .joined(separator: " ")
            if !name.isEmpty, !target.isEmpty, labels[target] == nil { labels[target] = name }
            (text, target) = ([], "")
        }
        _ = readXML(contents) { event in
            switch event {
            case .start(let element):
                switch element.name.localName {
                case "a": (text, target) = ([], resolved(element.attributes["href"] ?? "", from: path))
                case "text": text = []
                case "content":
                    text = Array(label.utf8)
                    target = resolved(element.attributes["src"] ?? "", from: path)
                    note()
                default: break
                }
            case .text(let bytes): text += bytes
            case .end(let name):
                if name.localName == "a" { note() }
                if name.localName == "text" { label = String(decoding: text, as: UTF8.self) }
            }
            return true
        }
        return labels
    }
}

/// The path of a file that another names, in the same book; without a fragment.
private func resolved(_ reference: String, from path: String) -> String {
    let bare = reference.prefix(while: { $0 != "#" })
    var parts = path.split(separator: "/").dropLast().map(String.init)
    for part in percentDecoded(bare).split(separator: "/") {
        switch part {
        case ".": break
        case "..": _ = parts.popLast()
        default: parts.append(String(part))
        }
    }
    return parts.joined(separator: "/")
}

private func percentDecoded(_ text: Substring) -> String {
    guard text.contains("%") else { return String(text) }
    var (bytes, rest) = ([UInt8](), Array(text.utf8)[...])
    while let byte = rest.popFirst() {
        if byte == UInt8(ascii: "%"), rest.count >= 2,
            let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
        {
            bytes.append(value)
            rest = rest.dropFirst(2)
        } else {
            bytes.append(byte)
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}
