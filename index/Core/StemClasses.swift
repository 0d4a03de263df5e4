internal import IndexAnalysis

/// The surface forms of a field by their stems, ascending by the dictionary bytes of the stem.
struct StemClasses {
    private let stemmer: WordStemmer
    /// With their marks.
    private var stems = TermInterner()
    /// Numbers of the stems, in order.
    private var order: [UInt32] = []
    /// Indices of the forms, class after class, ascending in each.
    private var forms: [UInt32] = []
    /// Where each class ends.
    private var ends: [Int] = []

    /// - Parameter form: the bytes of each form.
    init(_ stemmer: WordStemmer, formCount: Int, form: (Int) -> ArraySlice<UInt8>) {
        self.stemmer = stemmer
        var stem: [UInt8] = []
        var stemOfForm: [UInt32] = []
        stemOfForm.reserveCapacity(formCount)
        // Of each stem.
        var marks: [LanguageMark] = []
        for index in 0..<formCount {
            stemmer.stem(form(index), into: &stem)
            stemOfForm.append(stems.intern(stem))
            if stems.count > marks.count { marks.append(LanguageMark(of: stem)) }
        }
        order = stems.sorted()
        if marks.contains(where: { $0 != .own }) {
            // Stems of one language follow one another, in the order of the languages' names.
            let names = marks.map { $0 == .own ? stemmer.language : $0.language ?? "-" }
            let byLanguage = Dictionary(grouping: order) { names[Int($0)] }
            order = byLanguage.keys.sorted().flatMap { byLanguage[$0] ?? [] }
        }
        var rank = [Int](repeating: 0, count: order.count)
        for (index, number) in order.enumerated() { rank[Int(number)] = index }
        var next = [Int](repeating: 0, count: order.count + 1)
        for number in stemOfForm { next[rank[Int(number)] + 1] += 1 }
        for index in order.indices { next[index + 1] += next[index] }
        ends = Array(next.dropFirst())
        forms = [UInt32](repeating: 0, count: formCount)
        for (index, number) in stemOfForm.enumerated() {
            forms[next[rank[Int(number)]]] = UInt32(index)
            next[rank[Int(number)]] += 1
        }
    }

    var count: Int { order.count }

    /// Indices of the forms of a class.
    func forms(of index: Int) -> ArraySlice<UInt32> {
        forms[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
    }

    /// Classes in the order in which their lists are written: those of one form, in the order of the forms, so that the
    /// lists of one surface form after another follow one another; then those of several.
    var listOrder: [Int] {
        var several: [Int] = []
        var classOfForm = [Int?](repeating: nil, count: forms.count)
        for index in 0..<count {
            let members = forms(of: index)
            if members.count > 1 {
                several.append(index)
            } else if let form = members.first {
                classOfForm[Int(form)] = index
            }
        }
        return classOfForm.compactMap(\.self) + several
    }

    /// With its mark.
    func stem(of index: Int) -> [UInt8] {
        var stem: [UInt8] = []
        stems.copy(order[index], into: &stem)
        return stem
    }

    /// Dictionary bytes of the stem; see `TermForm`.
    func term(of index: Int) -> [UInt8] { stemmer.term(ofStem: stem(of: index)) }
}
