internal import IndexCore

/// What a searcher has to know of the views of facets, each a facet whose name begins with that of the view: `about:country`.
package struct FacetViews: Sendable {
    /// Where words may name what a document is about.
    package struct SubjectPlace: Sendable {
        package var field: String
        /// One of the searcher's zones; nil for all of the field.
        package var zone: String?
        /// How often they have to.
        package var leastCount: UInt32

        package init(field: String, zone: String? = nil, leastCount: UInt32) {
            (self.field, self.zone, self.leastCount) = (field, zone, leastCount)
        }
    }

    /// By the names of views that keep the mentions of a sense, that sense. The others tell what documents are about.
    package var senses: [String: UInt8] = [:]
    /// A document is about a value that is named so in one of these, as far as an overlay changed its words.
    package var subjectPlaces: [SubjectPlace] = []

    package init() {}
}

extension Searcher {
    /// What a facet of the commit shows of which.
    enum View {
        /// All of itself.
        case whole
        /// The mentions of a sense of another.
        case sense(UInt8, of: Int)
        /// Which values of another its documents are about.
        case subjects(of: Int)

        var sense: UInt8? { if case .sense(let sense, _) = self { sense } else { nil } }
        var base: Int? {
            switch self {
            case .whole: nil
            case .sense(_, let base), .subjects(let base): base
            }
        }
    }

    func view(_ facet: Int) -> View {
        let facets = snapshot.record.facets
        guard let (name, facet) = facets[facet].aspect,
            let base = facets.firstIndex(where: { $0.name == facet })
        else { return .whole }
        return views.senses[name].map { .sense($0, of: base) } ?? .subjects(of: base)
    }
}
