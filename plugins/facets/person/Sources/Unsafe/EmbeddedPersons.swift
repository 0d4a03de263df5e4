public import Gazetteer
import GazetteerData
import PersonData

/// The `person` facet: people of public life by name, and others found by rule.
///
/// - Throws: `GazetteerError` when the files in the binary cannot be read, which a test rules out.
public func personFacet() throws(GazetteerError) -> PersonFacet {
    // Safe: the function returns a static list with an end.
    try unsafe PersonFacet(files: embeddedFiles(dossier_person_files()))
}
