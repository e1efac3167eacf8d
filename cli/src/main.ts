// The way in of the command chainrule: importing this module runs the command on process.argv.

console.log("usage: chainrule COMMAND");
