public import PluginAPI

/// The `pair` facet: two countries, alliances or organizations in one sentence.
///
/// The id of a pair is made of those of its actors, the lesser by bytes first: `KR–US`. A pair counts once a sentence, by
/// the rule that binds it closest:
/// - `compound`: a hyphen or a dash joins them, as in *US–ROK*;
/// - `joined`: one word does, as in *Seoul and Washington*, *Japan with China*;
/// - `sentence`: anything else, if few enough words stand between them.
///
/// An alliance or an organization makes no pair with a country that belongs to it, nor with an organ of its own, nor with a
/// name that stands within its own, as in *the ROK–US alliance*. Nor does a city that is named as a place, nor an
/// organization of one country, which is named beside it or for it.
public struct PairFacet: FacetPlugin {
    public let manifest = PluginManifest(
        name: "pair", kind: .facet, version: 1, licence: "Apache-2.0", sources: [],
        summary: "Two countries, alliances or organizations in one relation or sentence.")
    public let fingerprint: UInt64 = 1
    public let values: [FacetValue] = []
    public let rules = Binding.allCases.map(\.name)
    public let basis = ["country", "alliance", "organization"]

    /// Words between two actors beyond which a sentence says little of them together.
    static let longestGap = 40
    /// Actors of a sentence beyond which it is a list.
    static let mostActors = 8

    private let actors = ActorsCache()

    public init() {}

    public func mentions(
        in documents: [TokenizedDocument], over basis: [FacetBasis]
    ) throws(FacetError) -> [DocumentMentions] {
        let actors = actors.actors(of: basis)
        return documents.indices.map { index in
            var finder = PairFinder(documents[index], actors)
            for (number, facet) in basis.enumerated() where !facet.documents.isEmpty {
                let first = actors.firstOfFacet[number]
                // A place is where something happens: *in Copenhagen and Beijing*.
                for mention in facet.documents[index].mentions
                where mention.sense != .place && mention.value < facet.values.count {
                    if actors.speaksForAnother[Int(first + mention.value)] { continue }
                    finder.append(first + mention.value, mention)
                }
            }
            return finder.pairs()
        }
    }
}

/// What joins two actors; the closest first.
enum Binding: UInt16, CaseIterable {
    case compound, joined, sentence

    var name: String { "\(self)" }

    var weight: MentionWeight {
        switch self {
        case .compound: MentionWeight(eighths: 12)
        case .joined: .one
        case .sentence: MentionWeight(eighths: 4)
        }
    }
}
