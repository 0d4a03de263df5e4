import PluginAPI
import TextFormat

/// A message taken apart.
struct MailMessage {
    /// A part with content of its own.
    struct Part {
        /// Lower case, for example `text/html`.
        var mediaType: String
        /// Of a text part its bytes, in UTF-8 where its character set is known; of others none.
        var bytes: [UInt8] = []
        var isAttachment: Bool
        var fileName: String?
        /// The address it was saved from.
        var location: String?
        /// In a page of several parts, what the others call it.
        var contentIdentifier: String?
    }

    var subject: String?
    /// Names, or addresses where there is no name.
    var senders: [String] = []
    var date: CalendarDate?
    /// The address of a saved page.
    var location: String?
    var parts: [Part] = []

    /// `Ann Lee` of `Lee, Ann`, and of `Ann Lee <ann@bay.example>` where that stands encoded in one.
    static func personName(_ text: String) -> String {
        var name = text
        if let open = name.firstIndex(of: "<"), open > name.startIndex { name = String(name[..<open]) }
        name = String(decoding: Array(name.utf8).trimmed, as: UTF8.self)
        let people = name.contains(",") ? Byline.split(name) : []
        return people.count == 1 ? people[0] : name
    }
}
