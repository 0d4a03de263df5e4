/// How near an extracted text is to the right one.
///
/// Source: the measure of <https://github.com/scrapinghub/article-extraction-benchmark>, `evaluate.py`: shingles of four
/// words, case and repeats counted. A bag of words is the same with shingles of one word.
public struct TextScore: Sendable, Equatable {
    static let shingleLength = 4

    public var shingles: PrecisionRecall
    public var words: PrecisionRecall

    public init(found: String, wanted: String) {
        let found = Evaluation.words(of: found)
        let wanted = Evaluation.words(of: wanted)
        func compared(_ length: Int) -> PrecisionRecall {
            PrecisionRecall(
                found: Evaluation.shingles(of: found, length: length),
                wanted: Evaluation.shingles(of: wanted, length: length))
        }
        shingles = compared(Self.shingleLength)
        words = compared(1)
    }
}
