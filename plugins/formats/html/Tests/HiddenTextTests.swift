import HTMLFormat
import PluginAPI
import Testing

@Test(
    "What a page's style hides is no part of the article",
    arguments: ["display:none", "color: red; Display : none", "visibility:hidden"])
func hiddenText(style: String) throws {
    let story = (0..<6).map { "<p>On day \($0) the ferry sailed again, as its owner had said.</p>" }
    let hidden = "<div style=\"\(style)\"><p>You have read all of your free stories.</p></div>"
    let page = "<html><body><div>\(story.joined())\(hidden)</div></body></html>"
    let document = try HTMLFormat().read(FormatInput(bytes: Array(page.utf8), identifier: "a"))
    let article = document.zones.filter(\.kind.isArticle).map {
        String(decoding: document.text[$0.range], as: UTF8.self)
    }
    #expect(article.count { $0.contains("the ferry sailed") } == 6)
    #expect(!article.contains { $0.contains("free stories") })
}
