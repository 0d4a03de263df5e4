public import Gazetteer
import OrganizationData

/// The `organization` facet: international bodies, agencies, armed groups, and parties of note.
///
/// - Throws: `GazetteerError` when the files in the binary cannot be read, which a test rules out.
public func organizationFacet() throws(GazetteerError) -> GazetteerPlugin {
    // Safe: the function returns a static list with an end.
    try unsafe GazetteerPlugin(embedded: dossier_organization_files())
}
