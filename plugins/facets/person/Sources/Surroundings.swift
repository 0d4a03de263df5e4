internal import PluginAPI

/// What the tokens of a document belong to.
struct Surroundings {
    /// A country or an organization that the document names.
    struct Neighbour {
        var tokens: Range<Int>
        /// Id of the country that it is or belongs to.
        var country: String?
    }

    private var neighbours: [Neighbour] = []
    /// For each token the index of the longest neighbour that holds it, and what else holds it.
    private var places: [(neighbour: Int32, isOffice: Bool, isName: Bool)]

    init(tokenCount: Int) {
        places = Array(repeating: (-1, false, false), count: tokenCount)
    }

    mutating func append(_ neighbour: Neighbour) {
        let number = Int32(neighbours.count)
        neighbours.append(neighbour)
        for token in neighbour.tokens {
            let known = places[token].neighbour
            if known < 0 || neighbours[Int(known)].tokens.count < neighbour.tokens.count {
                places[token].neighbour = number
            }
        }
    }

    mutating func append(office tokens: Range<Int>) {
        for token in tokens { places[token].isOffice = true }
    }

    mutating func append(name tokens: Range<Int>) {
        for token in tokens { places[token].isName = true }
    }

    /// The longest country or organization that holds a token.
    func neighbour(at token: Int) -> Neighbour? {
        let number = places[token].neighbour
        return number < 0 ? nil : neighbours[Int(number)]
    }

    func isNeighbour(_ token: Int) -> Bool { places[token].neighbour >= 0 }
    func isOffice(_ token: Int) -> Bool { places[token].isOffice }
    func isName(_ token: Int) -> Bool { places[token].isName }
}

extension Mention {
    var tokens: Range<Int> { Int(firstToken)..<Int(firstToken) + Int(tokenCount) }
}
