import MailLibrary
import PluginAPI

/// Takes messages apart with GMime, which knows the transfer encodings, the character sets and the encoded words.
enum MailParser {
    private static let partLimit = 1000
    private static let senderLimit: Int32 = 20

    // Swift runs this once, whatever the thread.
    private static let isReady = dossier_mail_load()

    /// The parts in order, those of messages in the message too; nil when the bytes are no message.
    ///
    /// - Throws: `.unavailable` where GMime cannot be loaded.
    static func message(_ bytes: [UInt8]) throws(FormatError) -> MailMessage? {
        guard isReady else {
            throw .unavailable(
                reason: "GMime, which reads mail, cannot be loaded: apt install libgmime-3.0-0")
        }
        guard !bytes.isEmpty else { return nil }
        // Safe: the message is read and freed while the buffer lives.
        return unsafe bytes.withUnsafeBytes { buffer -> MailMessage? in
            // Safe: an array that is not empty has a base address.
            guard let start = unsafe buffer.baseAddress?.assumingMemoryBound(to: CChar.self),
                let message = unsafe dossier_mail_parse(start, buffer.count)
            else { return nil }
            // Safe: freed once, after its last use.
            defer { unsafe dossier_mail_message_free(message) }
            // Safe: the message is live.
            return unsafe copy(message: message)
        }
    }

    // Safe: the caller passes a live message.
    @unsafe private static func copy(message: OpaquePointer) -> MailMessage {
        var copied = MailMessage()
        // Safe: texts are nil or end with NUL, and are copied.
        copied.subject = unsafe string(dossier_mail_subject(message))
        for index in 0..<senderLimit {
            // Safe: as above.
            guard let name = unsafe string(dossier_mail_sender(message, index)) else { break }
            if !name.isEmpty { copied.senders.append(MailMessage.personName(decoded(name))) }
        }
        var (year, month, day): (Int32, Int32, Int32) = (0, 0, 0)
        // Safe: the message is live.
        if unsafe dossier_mail_date(message, &year, &month, &day) {
            copied.date = CalendarDate(year: Int(year), month: Int(month), day: Int(day))
        }
        for name in ["Snapshot-Content-Location", "Content-Location"] where copied.location == nil {
            // Safe: as above.
            copied.location = unsafe string(dossier_mail_header(message, name))
        }
        // Safe: the message outlives the iterator.
        let iterator = unsafe dossier_mail_parts(message)
        // Safe: freed once, after its last use.
        defer { unsafe dossier_mail_iterator_free(iterator) }
        repeat {
            // Safe: the iterator is live.
            if let part = unsafe dossier_mail_current(iterator) {
                // Safe: the part belongs to the message, which lives.
                unsafe copied.parts.append(copy(part: part))
            }
            // Safe: the iterator is live.
        } while unsafe dossier_mail_next(iterator) && copied.parts.count < partLimit
        return copied
    }

    // Safe: the caller passes a live part.
    @unsafe private static func copy(part: OpaquePointer) -> MailMessage.Part {
        // Safe: nil, or a text that ends with NUL and is freed once, after it is copied.
        let type = unsafe dossier_mail_type(part)
        // Safe: as above.
        defer { unsafe dossier_mail_free(type) }
        // Safe: texts are nil or end with NUL, and are copied.
        var copied = unsafe MailMessage.Part(
            mediaType: (string(type) ?? "").lowercased(), isAttachment: dossier_mail_is_attachment(part),
            fileName: string(dossier_mail_file_name(part)),
            location: string(dossier_mail_location(part)),
            contentIdentifier: string(dossier_mail_identifier(part)))
        if copied.mediaType.hasPrefix("text/") {
            // Safe: the part is live.
            copied.bytes = unsafe text(part)
        }
        return copied
    }

    /// The text as UTF-8 where its character set is declared, else as it is: those who read it find out.
    // Safe: the caller passes a live part.
    @unsafe private static func text(_ part: OpaquePointer) -> [UInt8] {
        // Safe: nil or ends with NUL.
        let charset = unsafe string(dossier_mail_charset(part))?.lowercased() ?? ""
        if !["", "us-ascii", "ascii", "utf-8", "utf8"].contains(charset) {
            // Safe: nil, or a text that ends with NUL and is freed once, after it is copied.
            let text = unsafe dossier_mail_text(part)
            // Safe: as above.
            defer { unsafe dossier_mail_free(text) }
            // Safe: as above.
            if let text = unsafe text, let valid = unsafe String(validatingCString: text), !valid.isEmpty {
                return Array(valid.utf8)
            }
        }
        var count = 0
        // Safe: nil, or `count` bytes that are freed once, after they are copied.
        let content = unsafe dossier_mail_content(part, &count)
        // Safe: as above.
        defer { unsafe dossier_mail_free(content) }
        // Safe: as above.
        return unsafe [UInt8](UnsafeBufferPointer(start: content, count: count))
    }

    /// A name that is encoded together with its address is told as it is written.
    private static func decoded(_ name: String) -> String {
        guard name.hasPrefix("=?") else { return name }
        // Safe: nil, or a text that ends with NUL and is freed once, after it is copied.
        let text = unsafe dossier_mail_decoded(name)
        // Safe: as above.
        defer { unsafe dossier_mail_free(text) }
        return unsafe string(text) ?? name
    }

    // Safe: the caller passes nil or a text that ends with NUL.
    @unsafe private static func string(_ start: UnsafePointer<CChar>?) -> String? {
        // Safe: as above.
        unsafe start.map { unsafe String(cString: $0) }
    }
}
