import Testing

@testable import DossierBrowse

/// A search with a filter, at the hits.
private func session(width: Int, height: Int) -> Session {
    var session = Session("missile", width: width, height: height)
    session.press(.init(.tab), .init(.tab), .init(.down), .init(.character(" ")), .init(.backTab))
    return session
}

private func expect(_ session: Session, _ text: String, location: SourceLocation = #_sourceLocation) {
    #expect(session.text == text, "\n\(session.text)\n", sourceLocation: location)
}

@Test("80 columns show the query, the filters, the hits beside the facets, and the keys")
func wideFrame() {
    expect(
        session(width: 80, height: 18),
        """
        > missile
        [country: South Korea]
        ▌ Article 0 on missile defence                   │ What articles name
        ▌ 2017-03-01 · Harbour Lane Review · news/0      │ ▸ country
        ▌ The ministers met about missile defence talks  │   + South Korea            40
          한국과 일본의 미사일 방어 협력에 관한 긴 기사… │     日本国                 12
          2017-03-02 · Harbour Lane Review · news/1      │     United States           9
          The ministers met about missile defence talks  │     Turkey                  5
          Article 2 on missile defence                   │     France                  3
          2017-03-03 · Harbour Lane Review · news/2      │     … 2 more
          The ministers met about missile defence talks  │ ▸ person
          Article 3 on missile defence                   │     Ban Ki-moon             7
          2017-03-04 · Harbour Lane Review · news/3      │
          The ministers met about missile defence talks  │
          Article 4 on missile defence                   │
          2017-03-05 · Harbour Lane Review · news/4      │
          The ministers met about missile defence talks  │
        1 of 95 articles · 1.3 ms   Enter read · ? keys · / query · Tab facets · q leave
        """)
}

@Test("40 columns show one pane at a time, 20 columns as much as there is room for")
func narrowFrames() {
    var narrow = session(width: 40, height: 10)
    expect(
        narrow,
        """
        > missile
        [country: South Korea]
        ▌ Article 0 on missile defence
          한국과 일본의 미사일 방어 협력에 관한…
          Article 2 on missile defence
          Article 3 on missile defence
          Article 4 on missile defence
          Article 5 on missile defence
          Article 6 on missile defence
        1 of 95 articles · 1.3 ms     Enter read
        """)
    narrow.press(.init(.tab))
    expect(
        narrow,
        """
        > missile
        [country: South Korea]
        What articles name
        ▸ country
          + South Korea                       40
            日本国                            12
            United States                      9
            Turkey                             5
            France                             3
        95 articles · 1.3 ms          Space with
        """)
    narrow.press(.init(.backTab))
    narrow.handle(.resize(width: 20, height: 5))
    expect(
        narrow,
        """
        > missile
        ▌ Article 0 on miss…
          한국과 일본의 미…
          Article 2 on miss…
        1 of 95 articles · …
        """)
}

@Test("An article is wrapped at the terminal's width, wide characters and all, and so is its evidence cut")
func articleFrames() {
    var article = session(width: 40, height: 10)
    article.press(.init(.enter))
    expect(
        article,
        """
         Seoul and the Shield
         By A. Rinna
         2017-03-03

         Seoul spoke of missile defence. 미사일
         방어는 서울에서 논의되었다.

         Tokyo did not; a missile is no shield,
         said Seoul.
        100 % · 2 hit words               q back
        """)
    article.press(.init(.character("e")))
    expect(
        article,
        """
        South Korea · country KR · about it, sa…
          Seoul ×3 (city)
        Harbour Lane Review · publisher
          stated by the source





        1 of 2 values             Enter go there
        """)
    article.handle(.resize(width: 20, height: 5))
    article.press(.init(.escape))
    expect(
        article,
        """
         Seoul and the
         Shield
         By A. Rinna
         2017-03-03
        28 % · 2 hit words
        """)
}

@Test("A terminal of any size, however small, shows something and stops nothing")
func tinyFrames() {
    for width in 0...30 {
        for height in 0...8 {
            var session = session(width: width, height: height)
            #expect(session.browser.frame.cells.count == width * height)
            session.press(.init(.tab))
            _ = session.browser.frame
            session.press(.init(.backTab), .init(.enter))
            _ = session.browser.frame
            session.press(.init(.character("?")))
            #expect(session.browser.frame.cells.count == width * height)
        }
    }
}

@Test("The end of a long query is seen with its cursor, also of wide characters")
func longQuery() {
    var session = Session(String(repeating: "한국 ", count: 20), width: 20, height: 6)
    #expect(session.text.hasPrefix("> "))
    #expect(session.browser.frame.cursor?.column == 18)
    session.press(.control("a"))
    #expect(session.browser.frame.cursor?.column == 2)
    #expect(session.text.hasPrefix("> 한국 한국"))
}

@Test("The keys are all listed, however narrow the terminal")
func keyHelp() {
    for width in [10, 40, 80] {
        let lines = KeyHelp.lines(width: width).map(\.text).joined(separator: " ")
        for (_, keys) in KeyHelp.sections {
            for (key, use) in keys {
                #expect(lines.contains(key))
                for word in use.split(separator: " ") where word.count < 8 { #expect(lines.contains(word)) }
            }
        }
    }
    #expect(KeyHelp.lines(width: 80).allSatisfy { $0.text.count <= 80 })
}
