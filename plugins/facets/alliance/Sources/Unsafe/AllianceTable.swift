import AllianceData

/// The table's bytes, copied out of the binary.
func allianceTable() -> [UInt8] {
    let size = dossier_alliance_table_size()
    // Safe: the C function returns a static array of exactly this size.
    return unsafe Array(UnsafeBufferPointer(start: dossier_alliance_table(), count: size))
}
