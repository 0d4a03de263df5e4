public import PluginAPI

/// Which fields of a JSON record hold what; the first field present wins.
public struct FieldMapping: Sendable, Equatable {
    public var id = ["id", "_id"]
    public var title = ["title"]
    public var text = ["text", "body", "contents"]
    /// Fields with HTML instead of plain text; looked at before `text`. None unless asked for.
    public var html: [String] = []
    public var date = ["date", "published"]
    public var authors = ["authors", "author"]
    public var url = ["url"]
    public var language = ["language"]
    public var publisher = ["publisher"]

    public init() {}

    /// Reads `id=docno,text=content`; a name given replaces the usual ones, several are joined with `|`.
    public init(parsing text: String) throws(SourceError) {
        for part in text.split(separator: ",") {
            let sides = part.split(separator: "=", maxSplits: 1)
            let names = sides.count == 2 ? sides[1].split(separator: "|").map(String.init) : []
            guard !names.isEmpty, let field = FieldMapping.fields[String(sides[0])] else {
                let known = FieldMapping.fields.keys.sorted().joined(separator: ", ")
                throw SourceError(
                    path: text, reason: "‘\(part)’ is not of the form name=field, with a name of \(known)")
            }
            self[keyPath: field] = names
        }
    }

    private static var fields: [String: WritableKeyPath<FieldMapping, [String]>] {
        [
            "id": \.id, "title": \.title, "text": \.text, "html": \.html, "date": \.date,
            "authors": \.authors, "author": \.authors, "url": \.url, "language": \.language,
            "publisher": \.publisher,
        ]
    }
}
