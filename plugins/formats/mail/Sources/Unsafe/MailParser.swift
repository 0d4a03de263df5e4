import CGMime
import PluginAPI

/// Takes messages apart with GMime, which knows the transfer encodings, the character sets and the encoded words.
enum MailParser {
    private static let partLimit = 1000
    private static let senderLimit: Int32 = 20

    // Swift runs this once, whatever the thread.
    private static let isReady: Bool = {
        g_mime_init()
        return true
    }()

    /// The parts in order, those of messages in the message too; nil when the bytes are no message.
    static func message(_ bytes: [UInt8]) -> MailMessage? {
        guard isReady, !bytes.isEmpty else { return nil }
        // Safe: the message is read and freed while the buffer lives.
        return unsafe bytes.withUnsafeBytes { buffer -> MailMessage? in
            // Safe: an array that is not empty has a base address.
            guard let start = unsafe buffer.baseAddress?.assumingMemoryBound(to: CChar.self),
                let message = unsafe dossier_mail_parse(start, buffer.count)
            else { return nil }
            // Safe: freed once, after its last use.
            defer { unsafe g_object_unref(message) }
            // Safe: the message is live.
            return unsafe copy(message)
        }
    }

    // Safe: the caller passes a live message.
    @unsafe private static func copy(_ message: UnsafeMutablePointer<GMimeMessage>) -> MailMessage {
        var copied = MailMessage()
        // Safe: texts are nil or end with NUL, and are copied.
        copied.subject = unsafe string(g_mime_message_get_subject(message))
        for index in 0..<senderLimit {
            // Safe: as above.
            guard let name = unsafe string(dossier_mail_sender(message, index)) else { break }
            if !name.isEmpty { copied.senders.append(MailMessage.personName(decoded(name))) }
        }
        // Safe: a date of the message, which lives, or nil.
        if let date = unsafe g_mime_message_get_date(message) {
            // Safe: the date is live.
            copied.date = unsafe CalendarDate(
                year: Int(g_date_time_get_year(date)), month: Int(g_date_time_get_month(date)),
                day: Int(g_date_time_get_day_of_month(date)))
        }
        for name in ["Snapshot-Content-Location", "Content-Location"] where copied.location == nil {
            // Safe: as above.
            copied.location = unsafe string(dossier_mail_header(message, name))
        }
        // Safe: the message outlives the iterator.
        let iterator = unsafe dossier_mail_parts(message)
        // Safe: freed once, after its last use.
        defer { unsafe g_mime_part_iter_free(iterator) }
        repeat {
            // Safe: the iterator is live.
            if let part = unsafe dossier_mail_part(iterator) {
                // Safe: the part belongs to the message, which lives.
                unsafe copied.parts.append(copy(part))
            }
            // Safe: the iterator is live.
        } while unsafe g_mime_part_iter_next(iterator) != 0 && copied.parts.count < partLimit
        return copied
    }

    // Safe: the caller passes a live part.
    @unsafe private static func copy(_ part: UnsafeMutablePointer<GMimePart>) -> MailMessage.Part {
        // Safe: nil, or a text that ends with NUL and is freed once, after it is copied.
        let type = unsafe dossier_mail_type(part)
        // Safe: as above.
        defer { unsafe g_free(type) }
        // Safe: texts are nil or end with NUL, and are copied.
        var copied = unsafe MailMessage.Part(
            mediaType: (string(type) ?? "").lowercased(), isAttachment: g_mime_part_is_attachment(part) != 0,
            fileName: string(g_mime_part_get_filename(part)),
            location: string(g_mime_part_get_content_location(part)),
            contentIdentifier: string(g_mime_part_get_content_id(part)))
        if copied.mediaType.hasPrefix("text/") {
            // Safe: the part is live.
            copied.bytes = unsafe text(part)
        }
        return copied
    }

    /// The text as UTF-8 where its character set is declared, else as it is: those who read it find out.
    // Safe: the caller passes a live part.
    @unsafe private static func text(_ part: UnsafeMutablePointer<GMimePart>) -> [UInt8] {
        // Safe: nil or ends with NUL.
        let charset = unsafe string(dossier_mail_charset(part))?.lowercased() ?? ""
        if !["", "us-ascii", "ascii", "utf-8", "utf8"].contains(charset) {
            // Safe: nil, or a text that ends with NUL and is freed once, after it is copied.
            let text = unsafe dossier_mail_text(part)
            // Safe: as above.
            defer { unsafe g_free(text) }
            // Safe: as above.
            if let text = unsafe text, let valid = unsafe String(validatingCString: text), !valid.isEmpty {
                return Array(valid.utf8)
            }
        }
        // Safe: nil, or bytes that are freed once, after they are copied.
        guard let content = unsafe dossier_mail_content(part) else { return [] }
        // Safe: as above.
        defer { unsafe g_byte_array_unref(content) }
        // Safe: `len` bytes stand at `data`, which may be nil without any.
        return unsafe [UInt8](
            UnsafeRawBufferPointer(start: content.pointee.data, count: Int(content.pointee.len)))
    }

    /// A name that is encoded together with its address is told as it is written.
    private static func decoded(_ name: String) -> String {
        guard name.hasPrefix("=?") else { return name }
        // Safe: nil, or a text that ends with NUL and is freed once, after it is copied.
        let text = unsafe dossier_mail_decoded(name)
        // Safe: as above.
        defer { unsafe g_free(text) }
        return unsafe string(text) ?? name
    }

    // Safe: the caller passes nil or a text that ends with NUL.
    @unsafe private static func string(_ start: UnsafePointer<CChar>?) -> String? {
        // Safe: as above.
        unsafe start.map { unsafe String(cString: $0) }
    }
}
