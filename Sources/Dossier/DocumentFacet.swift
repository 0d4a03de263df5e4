internal import PluginAPI

/// A facet whose value is what a document tells of itself: it can be counted and filtered by as any other.
public enum DocumentFacet: String, Sendable, CaseIterable {
    /// Who published it.
    case publisher
    /// Where it appeared first, of a copy that says so; of one that does not, who published its original.
    case republishedFrom = "republished-from"

    /// The value of a document, white space joined; nil where it has none, or one too long for a facet.
    func value(of document: Document) -> String? {
        let text =
            switch self {
            case .publisher: document.publisher
            case .republishedFrom: document.republishedFrom
            }
        let value = (text ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return value.isEmpty || value.utf8.count > FacetField.maximumValueByteCount ? nil : value
    }
}

extension Document {
    /// Adds the values of these facets to those the document states.
    mutating func state(_ facets: [DocumentFacet]) {
        for facet in facets {
            guard let value = facet.value(of: self) else { continue }
            statedValues[facet.rawValue, default: []].insert(value, at: 0)
        }
    }
}
