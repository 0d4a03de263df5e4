/// Forms by their words: each node's forms share the words on the path to it.
struct Trie: Sendable {
    private var children: [UInt64: UInt32] = [:]
    private var forms: [[UInt32]] = [[]]
    /// By word: the node of depth 1, or 0. Most words of a text end the search here.
    private var firstNodes: [UInt32]

    init(_ table: Table) {
        firstNodes = Array(repeating: 0, count: table.vocabulary.count)
        for (index, form) in table.forms.enumerated() {
            var node: UInt32 = 0
            for (depth, word) in form.words.enumerated() {
                let key = UInt64(node) << 32 | UInt64(word)
                if let next = children[key] {
                    node = next
                } else {
                    let next = UInt32(forms.count)
                    children[key] = next
                    forms.append([])
                    node = next
                }
                if depth == 0 { firstNodes[Int(word)] = node }
            }
            forms[Int(node)].append(UInt32(index))
        }
    }

    func first(_ word: UInt32) -> UInt32? {
        guard word != Vocabulary.unknown else { return nil }
        let node = firstNodes[Int(word)]
        return node == 0 ? nil : node
    }

    func child(of node: UInt32, _ word: UInt32) -> UInt32? {
        guard word != Vocabulary.unknown else { return nil }
        return children[UInt64(node) << 32 | UInt64(word)]
    }

    /// Indices of the forms that end at `node`, in the order of the table.
    func forms(at node: UInt32) -> [UInt32] { forms[Int(node)] }
}
