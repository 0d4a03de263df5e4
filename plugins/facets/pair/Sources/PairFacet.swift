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
/// name that stands within its own, as in *the ROK–US alliance*. Nor does a city that is named as a place.
public struct PairFacet: FacetPlugin {
    public let manifest = PluginManifest(
        name: "pair", kind: .facet, version: 1, licence: "Apache-2.0", sources: [],
        summary: "Two countries, alliances or organizations in one relation or sentence.")
    public let fingerprint: UInt64 = 1
    public let values: [FacetValue] = []
    public let rules = Binding.allCases.map(\.rawValue)
    public let basis = ["country", "alliance", "organization"]

    /// Words between two actors beyond which a sentence says little of them together.
    static let longestGap = 40
    /// Actors of a sentence beyond which it is a list.
    static let mostActors = 8

    public init() {}

    public func mentions(
        in documents: [TokenizedDocument], over basis: [FacetBasis]
    ) throws(FacetError) -> [DocumentMentions] {
        // What a plugin before this one knows of its values does not change from document to document.
        let members = basis.map { $0.values.map { Set($0.members.map { "\($0.facet):\($0.id)" }) } }
        return documents.indices.map { index in
            var finder = PairFinder(documents[index])
            for (number, facet) in basis.enumerated() where !facet.documents.isEmpty {
                // A place is where something happens: *in Copenhagen and Beijing*.
                for mention in facet.documents[index].mentions where mention.sense != .place {
                    let value = Int(mention.value)
                    finder.append(
                        Actor(
                            id: facet.id(of: mention, in: index), facet: facet.facet,
                            members: value < members[number].count ? members[number][value] : []),
                        mention)
                }
            }
            return finder.pairs()
        }
    }
}

/// What joins two actors; the closest first.
enum Binding: String, CaseIterable {
    case compound, joined, sentence

    var weight: MentionWeight {
        switch self {
        case .compound: MentionWeight(eighths: 12)
        case .joined: .one
        case .sentence: MentionWeight(eighths: 4)
        }
    }

    var number: UInt16 {
        switch self {
        case .compound: 0
        case .joined: 1
        case .sentence: 2
        }
    }
}

struct Actor {
    var id: String
    var facet: String
    /// `facet:id` of what belongs to it.
    var members: Set<String>

    /// Whether they are two that a reader would name together.
    func makesPair(with other: Actor) -> Bool {
        id != other.id && !id.hasPrefix(other.id + "-") && !other.id.hasPrefix(id + "-")
            && !members.contains("\(other.facet):\(other.id)")
            && !other.members.contains("\(facet):\(id)")
    }
}
