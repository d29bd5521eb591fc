# Asks an endpoint with Perl's RDF::Query::Client; prints the values of ?name. Query on standard input.
use strict;
use warnings;
use RDF::Query::Client;

binmode(STDIN,  ":encoding(UTF-8)");
binmode(STDOUT, ":encoding(UTF-8)");
my $text  = do { local $/; <STDIN> };
my $query = RDF::Query::Client->new($text);
my $rows  = $query->execute($ARGV[0]) or die $query->error;
while (my $row = $rows->next) { print $row->{name}->literal_value, "\n"; }
