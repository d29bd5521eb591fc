# Asks an endpoint with R's package SPARQL; prints the column "name". Query on standard input.
suppressMessages(library(SPARQL))
query <- paste(readLines(file("stdin"), encoding = "UTF-8"), collapse = "\n")
# Without .encoding RCurl takes the answer for Latin-1.
found <- SPARQL(commandArgs(trailingOnly = TRUE)[1], query, curl_args = list(.encoding = "UTF-8"))$results
cat(as.character(found$name), sep = "\n")
