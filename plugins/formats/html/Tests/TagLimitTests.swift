import Foundation
import Testing

@testable import HTMLFormat

@Test("Of a tag with very many attributes the first are kept, and all around it")
func attributesBeyondTheLimit() {
    func page(_ count: Int) -> String {
        let attributes = (0..<count).map { " a\($0)=\"x\"" }.joined()
        // A short page is left as it is.
        let text = String(repeating: "It sailed. ", count: 4_000)
        return "<p>\(text)</p><p\(attributes)>Two</p><p class=\"b\">Three</p>"
    }
    func kept(_ count: Int) -> String {
        String(decoding: TagLimit.apply(Array(page(count).utf8)), as: UTF8.self)
    }
    for count in [0, 1, 500, 1024] { #expect(kept(count) == page(count)) }
    let limit = page(1024).replacingOccurrences(of: ">Two", with: " >Two")
    for count in [1025, 3000] { #expect(kept(count) == limit) }
}
