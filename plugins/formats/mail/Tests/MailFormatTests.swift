import MailFormat
import PluginAPI
import PluginConformance
import Testing

@Suite("MailFormat")
struct MailFormatTests {
    static let mail = """
        From: =?utf-8?q?Ann_L=C3=A9e?= <ann@bay.example>
        To: list@bay.example
        Subject: =?utf-8?b?RsOkaHJl?= and bay
        Date: Sat, 04 May 2019 23:30:00 -0800
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="x"

        --x
        Content-Type: text/plain; charset=iso-8859-1
        Content-Transfer-Encoding: quoted-printable

        The caf=E9 at the pier opened its doors again on Monday, and all came.

        On Friday Bo Dahl wrote:
        > Will the harbour open soon?
        > I hope so.

        It has opened.

        --=20
        Ann of the Bay
        --x
        Content-Type: application/pdf; name="plan.pdf"
        Content-Disposition: attachment; filename="plan.pdf"
        Content-Transfer-Encoding: base64

        JVBERi0=
        --x--
        """

    static let page = """
        From: <Saved by Blink>
        Snapshot-Content-Location: https://bay.example/ferry
        Subject: Ferry
        Date: Tue, 24 Nov 2026 10:00:00 -0000
        MIME-Version: 1.0
        Content-Type: multipart/related; type="text/html"; boundary="x"

        --x
        Content-Type: text/html
        Content-Transfer-Encoding: quoted-printable
        Content-Location: https://bay.example/ferry

        <html><head><title>Ferry returns</title></head><body><article><p>The ferry=
         sailed again on Monday after a long repair, its owner said.</p></article></body></html>
        --x
        Content-Type: image/png
        Content-Transfer-Encoding: base64
        Content-Location: https://bay.example/logo.png

        iVBORw0=
        --x--
        """

    static func read(_ text: String, fileName: String = "a.eml") throws -> Document {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
        return try MailFormat().read(
            FormatInput(bytes: Array(lines.utf8), identifier: "a", fileName: fileName))
    }

    private func text(_ document: Document, _ kind: ZoneKind) -> String {
        document.zones.filter { $0.kind == kind }
            .map { String(decoding: document.text[$0.range], as: UTF8.self) }.joined(separator: "|")
    }

    @Test(
        "The sender's name is that of a person, however it is written",
        arguments: [
            ("\"Lee, Ann\" <ann@bay.example>", "Ann Lee"), ("Ann Lee <ann@bay.example>", "Ann Lee"),
            ("=?utf-8?b?QW5uIEzDqWUgPGFubkBiYXkuZXhhbXBsZT4=?=", "Ann Lée"),
            ("ann@bay.example", "ann@bay.example"),
            ("\"Bay News, Ferries and Ports\" <news@bay.example>", "Bay News, Ferries and Ports"),
        ])
    func sender(header: String, name: String) throws {
        let mail = "From: \(header)\nSubject: Ferry\n\nThe ferry sailed again.\n"
        let document = try MailFormat().read(
            FormatInput(bytes: Array(mail.utf8), identifier: "a", fileName: "a.eml"))
        #expect(document.authors == [name])
    }

    @Test("A message gives its writer's words; what it answers, its signature and attachments stand apart")
    func mail() throws {
        let document = try Self.read(Self.mail)
        #expect(document.title == "Fähre and bay")
        #expect(document.authors == ["Ann Lée"])
        #expect(document.published == CalendarDate(year: 2019, month: 5, day: 4))
        #expect(document.signals[.title] == .header)
        #expect(document.signals[.authors] == .header)
        #expect(document.signals[.published] == .header)
        #expect(text(document, .lead).hasPrefix("The café at the pier"))
        #expect(text(document, .body) == "It has opened.")
        #expect(text(document, .notice).contains("Bo Dahl wrote:\nWill the harbour open soon?"))
        #expect(text(document, .notice).contains("Attachments: plan.pdf"))
        #expect(text(document, .boilerplate) == "Ann of the Bay")
    }

    @Test("Of two forms of one message the HTML is read, unless it says less")
    func alternatives() throws {
        func mail(_ plain: String, _ html: String) -> String {
            """
            From: a@b.example
            Subject: Ferry
            Content-Type: multipart/alternative; boundary="x"

            --x
            Content-Type: text/plain

            \(plain)
            --x
            Content-Type: text/html

            <html><body>\(html)</body></html>
            --x--
            """
        }
        let said = "The ferry sailed again on Monday after a long repair, its owner said."
        let html = try Self.read(mail(said + " https://t.example/x", "<p>\(said)</p><p>All came.</p>"))
        #expect(text(html, .body) == "All came.")
        let plain = try Self.read(mail(said, "<p>See the text.</p>"))
        #expect(text(plain, .lead) == said)
    }

    @Test("A saved page speaks for itself, and its headers tell its address")
    func savedPage() throws {
        let document = try Self.read(Self.page, fileName: "a.mhtml")
        #expect(document.title == "Ferry returns")
        #expect(document.canonicalURL == "https://bay.example/ferry")
        #expect(document.signals[.canonicalURL] == .header)
        #expect(document.published == nil)
        #expect(document.authors == [])
        #expect(text(document, .lead).hasPrefix("The ferry sailed again"))
    }

    @Test("Messages that are read at once, the first ones too, are read as one by one")
    func threads() async throws {
        let documents = try await withThrowingTaskGroup(of: Document.self) { group in
            for _ in 0..<200 { group.addTask { try Self.read(Self.mail) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let expected = try Self.read(Self.mail)
        #expect(documents.count == 200)
        #expect(documents.allSatisfy { $0 == expected })
    }

    @Test("Parts in parts in parts cost no stack")
    func depth() throws {
        var mail = "Subject: Deep\nContent-Type: multipart/mixed; boundary=\"b0\"\n\n"
        for level in 0..<5000 {
            mail += "--b\(level)\nContent-Type: multipart/mixed; boundary=\"b\(level + 1)\"\n\n"
        }
        _ = try? Self.read(mail + "text")
        let messages = String(repeating: "Content-Type: message/rfc822\n\n", count: 20_000)
        _ = try? Self.read("Subject: Deep\n" + messages + "text")
    }

    @Test("The plugin keeps its contract, also on broken bytes")
    func conformance() {
        let samples = [
            FormatInput(bytes: Array(Self.mail.utf8), identifier: "a", fileName: "a.eml"),
            FormatInput(bytes: Array(Self.page.utf8), identifier: "b", fileName: "b.mht"),
        ]
        #expect(formatViolations(of: MailFormat(), samples: samples) == [])
    }
}
