import CountryData

/// The table's bytes, copied out of the binary.
func countryTable() -> [UInt8] {
    let size = dossier_country_table_size()
    // Safe: the C function returns a static array of exactly this size.
    return unsafe Array(UnsafeBufferPointer(start: dossier_country_table(), count: size))
}
