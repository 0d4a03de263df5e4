import Dossier
import Testing

@Test("The words of a text are no query language")
func wordsOfText() {
    let cases = [
        ("ANALYSIS AND DESIGN", "analysis and design"),
        ("title:radar -not \"a phrase\" (or) NEAR/5", "title radar not a phrase or near 5"),
        ("the U.S. and U.K forces.", "the U.S. and U.K. forces"),
        ("wings.The end; 1,000.5 km, d'Ivoire's ‘coast’", "wings the end 1,000.5 km d'ivoire's coast"),
        ("a.b.cd ..x.. =exact ^2 wild* seol~ [1 TO 2]", "a b cd x exact 2 wild seol 1 to 2"),
        (" … ", ""), ("", ""), ("中文 Ελλάδα", "中文 ελλάδα"),
    ]
    for (text, words) in cases { #expect(SearchRequest.words(of: text) == words) }
}
