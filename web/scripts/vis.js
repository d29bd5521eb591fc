// The drawing library, without the style sheet that its ready-made bundle puts into the page: the content
// security policy allows no style but our own files.
export { DataSet } from "vis-data/peer";
export { Network } from "vis-network/peer";
