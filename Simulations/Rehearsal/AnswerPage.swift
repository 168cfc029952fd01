extension Answer { var page: String { "" } }
