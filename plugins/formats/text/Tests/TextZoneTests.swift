import PluginAPI
import Testing
import TextFormat

@Suite("Zones of plain text")
struct TextZoneTests {
    /// An article of our own that is long enough for the line to be put aside.
    static let article = """
        Ferry Returns to the Bay

        The ferry sailed again on Monday after a long repair, its owner said on the pier, where the mayor and a band had waited since the early morning for the boat to come.

        Nine sailors came back to work, and the harbour café opened its doors to the first guests of the year, who had come by bus from the far side of the cape to see it.
        """

    func zone(of line: String) throws -> (kind: ZoneKind?, document: Document) {
        let document = try read(Self.article + "\n\n" + line)
        return (document.zones.last?.kind, document)
    }

    @Test(
        "Where an article appeared first is a notice and names the publication",
        arguments: [
            ("Source: This article was published by Harbour Review", "Harbour Review"),
            ("This article originally appeared in the Bay News.", "Bay News"),
            ("This article first appeared in Harbour Review on March 3, 2017.", "Harbour Review"),
            (
                "This story was originally published by Bay News and is republished with permission.",
                "Bay News"
            ),
            ("*A version of this article appeared in Harbour Review.*", "Harbour Review"),
            ("Republished with permission from Harbour Review.", "Harbour Review"),
            ("Originally published at Harbour Review", "Harbour Review"),
            (
                "This article is republished from Bay News under a Creative Commons license. Read the original article.",
                "Bay News"
            ),
            ("Dieser Artikel erschien zuerst in der Hafenzeitung.", "Hafenzeitung"),
            ("Zuerst erschienen bei Hafenzeitung", "Hafenzeitung"),
            ("Cet article a été publié initialement par Le Courrier du Port.", "Le Courrier du Port"),
            ("Este artículo fue publicado originalmente en El Puerto.", "El Puerto"),
            ("Questo articolo è stato pubblicato originariamente su Porto Nuovo.", "Porto Nuovo"),
            ("Este artigo foi publicado originalmente em Porto Novo.", "Porto Novo"),
            ("Эта статья была впервые опубликована в «Вестнике порта».", "Вестнике порта"),
            ("Dit artikel verscheen eerder in De Havenkrant.", "De Havenkrant"),
            ("本文原载于《海港评论》。", "海港评论"), ("初出：港評論", "港評論"),
        ])
    func origins(line: String, name: String) throws {
        let (kind, document) = try zone(of: line)
        #expect(kind == .notice)
        #expect(document.republishedFrom == name)
        #expect(document.signals[.republishedFrom] == .notice)
    }

    @Test("A date or a sentence about publishing names no publication")
    func noOrigins() throws {
        #expect(try zone(of: "Originally published on March 3, 2017.").document.republishedFrom == nil)
        #expect(try zone(of: "The article said that the ferry was sold.").kind == .body)
    }

    @Test(
        "Who wrote it, said at the end, is a biography",
        arguments: [
            "*About the author: Bo Dahl edits a newsletter.", "About the Author",
            "The author is a professor at Bay College.",
            "*The writer is a fellow of Bay College.", "Ann Lee is a professor at Bay College.",
            "Ann Lee teaches history at Bay College.",
            "_Bo Dahl is a reporter for Bay News._", "(Bo Dahl is a reporter for Bay News.)",
            "Über die Autorin: Ann Lee lehrt Geschichte.", "Der Autor ist Professor.", "À propos de l’auteur",
            "Sobre la autora: Ann Lee enseña historia.", "L'autore è professore.",
            "Об авторе: Анна Ли, историк.",
            "Over de auteur", "作者简介：安·李，历史学家。",
        ])
    func biographies(line: String) throws {
        let text = Self.article.replacing("Bay\n", with: "Bay\n\nBy Ann Lee\n", maxReplacements: 1)
        #expect(try read(text + "\n\n" + line).zones.last?.kind == .biography)
    }

    @Test(
        "What a page leaves behind is boilerplate",
        arguments: [
            "Share this:", "Like this:", "Leave a Reply",
            "Your email address will not be published. Required fields are marked *",
            "3 Comments", "Comments (12)", "Bo Dahl says:",
            "Sign up for our newsletter to get the news every morning.",
            "We use cookies to give you the best experience.", "Read more: How the ferry was built",
            "Related articles",
            "Tags: ferry, bay", "Subscribe to our newsletter", "Advertisement", "Schreibe einen Kommentar",
            "Lire aussi : Le port de la baie",
            "Deja una respuesta", "Leggi anche: Il porto", "Читайте также: Новый порт", "Deixe um comentário",
            "Plaats een reactie", "发表评论", "相关阅读",
        ])
    func boilerplate(line: String) throws {
        #expect(try zone(of: line).kind == .boilerplate)
    }

    @Test(
        "Rights and opinions are notices",
        arguments: [
            "© 2023 Bay News", "Copyright 2023 Bay News. All rights reserved.", "(c) 2019 Bay News",
            "All rights reserved.",
            "The views expressed in this article are the author's own.", "Source: Bay News",
            "Alle Rechte vorbehalten.",
            "Tous droits réservés", "Todos los derechos reservados", "Все права защищены.",
            "Quelle: Hafenzeitung", "版权所有",
        ])
    func notices(line: String) throws {
        #expect(try zone(of: line).kind == .notice)
    }

    @Test(
        "Credits of pictures are captions",
        arguments: [
            "Photo: Ann Lee", "(Image: Bay News)", "Photo by Ann Lee", "Foto: Bo Dahl", "Фото: А. Ли",
        ])
    func credits(line: String) throws {
        #expect(try zone(of: line).kind == .caption)
    }

    @Test(
        "A sentence that begins like remains is the article's",
        arguments: [
            "Comments by the owner were not heard, for the band played.",
            "Sharing the ferry with the other bay is no answer to anything.",
            "Advertisement spending fell by a third last year.", "By using the old engine they saved a year.",
            "Photographers stood on the pier.", "Sources said that the ferry was sold.",
            "Copyrighted songs were not played.",
            "The authors of the plan were on board.", "He said: leave a reply if you must.",
        ])
    func sentences(line: String) throws {
        #expect(try zone(of: line).kind == .body)
    }

    @Test("All that follows a reply form or the first comment is boilerplate")
    func rest() throws {
        let text =
            Self.article + "\n\n2 Comments\n\nBo Dahl says:\n\nI always loved that ferry.\n\nLeave a Reply"
        #expect(
            try read(text).zones.map(\.kind) == [
                .title, .lead, .body, .boilerplate, .boilerplate, .boilerplate, .boilerplate,
            ])
    }

    @Test("No rule puts more than half of the text aside")
    func fallback() throws {
        let paragraph = "The ferry sailed again on Monday after a long repair, its owner said on the pier."
        for line in ["Leave a Reply", "3 Comments", "Bo Dahl says:"] {
            let text = "Title\n\nThe ferry is back.\n\n\(line)\n\n\(paragraph)\n\n\(paragraph)"
            #expect(try read(text).zones.suffix(2).map(\.kind) == [.body, .body], "\(line)")
        }
        for line in ["About the author: ", "Source: ", "We use cookies: ", "© ", "Photo: ", "Read more: "] {
            #expect(try read("Title\n\n\(line)\(paragraph)").zones.map(\.kind) == [.title, .lead], "\(line)")
        }
        let header = try read("From: Ann Lee\nTo: Bo Dahl\n\n\(paragraph)")
        #expect(header.zones.contains { $0.kind == .lead })
    }

    @Test(
        "A dateline is part of the lead and gives the date where it has a year",
        arguments: [
            "MOSCOW, Aug. 5, 2014 (AFP) - ", "MOSCOW, August 5, 2014 — ", "Moscow (August 5, 2014) – ",
            "MOSCOW, 5 August 2014 -- ",
        ])
    func datelines(line: String) throws {
        let document = try read("Title\n\n\(line)The ferry sailed again, its owner said.")
        #expect(document.zones.map(\.kind) == [.title, .lead])
        #expect(document.published == CalendarDate(year: 2014, month: 8, day: 5))
        #expect(document.signals[.published] == .dateline)
    }

    @Test(
        "A dateline without a year gives no date",
        arguments: ["SEOUL, March 3 (Yonhap) — ", "PARIS — ", "SEOUL, March 3 - "])
    func datelinesWithoutYear(line: String) throws {
        let document = try read("Title\n\n\(line)The ferry sailed again, its owner said.")
        #expect(document.zones.map(\.kind) == [.title, .lead])
        #expect(document.published == nil)
    }

    @Test(
        "Those who had a part in an article, and how to reach them, are a notice at its end",
        arguments: [
            "Ann Lee contributed to this report.", "Bo Dahl in Oslo contributed reporting.",
            "Ann Lee can be reached at ann@bay.example.", "Follow Ann Lee on X @annlee.",
            "Email Bo Dahl at bo@bay.example or write to the editors.",
            "This interview has been edited and condensed for clarity.",
        ])
    func contributions(line: String) throws {
        #expect(try zone(of: line).kind == .notice)
    }

    @Test("A sentence that speaks of contributing is the article's, and so is any before its end")
    func noContributions() throws {
        #expect(try zone(of: "The storm contributed to the delay of the ferry.").kind == .body)
        let document = try read("Ann Lee can be reached at ann@bay.example.\n\n" + Self.article)
        #expect(!document.zones.contains { $0.kind == .notice })
    }

    @Test("A line that ends with who made a picture is a caption")
    func trailingCredit() throws {
        #expect(try zone(of: "The street of the harbour in May. Credit: Ann Lee").kind == .caption)
        #expect(
            try zone(of: "He said of his credit: it is spent, and the ferry is not paid for.").kind == .body)
    }

    @Test("Notes at the end are footnotes of the article")
    func footnotes() throws {
        let document = try read(Self.article + "\n\n[1] See the owner's letter.\n\n² The band was paid.")
        #expect(document.zones.suffix(2).allSatisfy { $0.kind == .body && $0.block == .footnote })
    }
}
