internal import PluginAPI

/// Documents that every facet plugin must answer for: an ordinary one, and those that programs stumble over.
enum SampleDocuments {
    static var all: [Document] {
        var article = make(
            "an article",
            [
                (.title, "Shield on the hill"), (.byline, "By A. Rinna*"),
                (.lead, "“The radar stands,” the foreign minister, Wang Yi, said in Seoul on Tuesday."),
                (
                    .body,
                    "THAAD and Patriot batteries of the U.S.–ROK alliance did not move. NATO's view differs."
                ),
                (.biography, "*A. Rinna teaches in Busan."),
            ])
        article.published = CalendarDate(year: 2017, month: 3, day: 7)
        article.language = "en"
        let long = (0..<40_000).map { "word\($0 % 97)" }.joined(separator: " ")
        let odd = "“\" \\ / \u{8} \u{7F} \u{2028} \u{FEFF} \u{0} </script> {\"id\": 1} \r\n \t %s ${HOME}"
        return [
            article, make("no text", []), make("a title alone", [(.title, "Seoul")]),
            make("nothing but a notice", [(.notice, "Source: Seoul Times")]),
            make("one letter", [(.body, "A")]), make("no words", [(.body, "… — ?!")]),
            make("odd characters", [(.title, odd), (.body, odd + " said")]),
            make(
                "other scripts",
                [
                    (.title, "사드 배치 논란"), (.lead, "韩国国防部长在首尔表示，萨德系统已经部署。"),
                    (.body, "قال وزير الخارجية في بغداد إن الاتفاق قريب. Ṯ̈ḧé e\u{301}te\u{301} 🇰🇷👩🏽‍🚀 Ünited"),
                ]),
            make("a long one", [(.title, "Long"), (.body, long)]),
            make("many zones", (0..<500).map { (.body, "Paragraph \($0) of Seoul.") }),
        ]
    }

    private static func make(_ identifier: String, _ zones: [(ZoneKind, String)]) -> Document {
        var document = Document(identifier: "sample: \(identifier)")
        for (kind, text) in zones { document.append(kind, Array(text.utf8)) }
        return document
    }
}
